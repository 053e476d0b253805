"""How well plain questions are understood: two halves of paraphrases, one to tune on, one held out."""
