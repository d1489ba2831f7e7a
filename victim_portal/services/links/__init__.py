"""Links to a victim's own pages: their words, their look, their issue as a message leaves."""
