"""What an audit is made of: plain values and rules, standard library only."""
