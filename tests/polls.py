"""Small polls as Pabulib files, worked by hand, for stories about importing, counting and deciding."""

SMALL = b"""META
key;value
description;Eleven voters
country;Poland
unit;Somewhere
instance;2023
num_projects;5
num_votes;11
budget;1100
vote_type;approval
rule;greedy
date_begin;03.04.2023
date_end;21.04.2023
currency;PLN
PROJECTS
project_id;cost;votes;name
bike;700;7;Bicycle path
gym;400;6;Outdoor gym
park;250;5;Pocket park
play;200;4;Playground
lib;100;3;Library corner
VOTES
voter_id;vote
0;bike,gym
1;bike,gym,park
2;bike,gym
3;bike,gym,park
4;bike,gym,park
5;bike,gym
6;park,play,lib
7;play
8;play,lib
9;park,play,lib
10;bike
"""
"""The first worked example of equalshares.net: with B/n each, shares buy bike, play, lib; greedy buys bike and gym."""

BROKEN = SMALL.replace(b"9;park,play,lib", b"9;park,play,swings")
"""The ballot on line 33 names a project that does not exist."""

RANKED = b"""META
key;value
num_projects;3
num_votes;4
budget;100
vote_type;ordinal
PROJECTS
project_id;cost;name
A;50;Allotment
B;50;Bench
C;50;
VOTES
voter_id;vote
1;A,B
2;A,C
3;B,A
4;C,B,A
"""
"""Four voters rank three projects of equal cost; the budget pays for two."""
