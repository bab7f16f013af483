"""What an imported poll is made from: what its file says, and the rows it needs besides its ballots."""
