"""What earlier builds made, kept so that nothing is made twice: right before it is fast, and never needed."""
