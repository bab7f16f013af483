"""What can be wrong with what a witness is handed."""


class Malformed(Exception):
    """Bytes that are not written as the specifications say; the text says what is wrong with them."""


class WrongSignature(Exception):
    """A signature in the name of a trusted key that this key did not make."""


class WrongProof(Exception):
    """A proof that does not show one tree to begin with the other."""
