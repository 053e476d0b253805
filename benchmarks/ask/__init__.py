"""Understanding of plain questions: two halves of paraphrases, one to tune on, one held out."""
