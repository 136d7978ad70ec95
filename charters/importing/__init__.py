"""A document as people write it, read into sections and clauses: pure reading, no models.

    data, name -> formats -> pieces (word, webpage, marked, plain) -> headings -> outline -> proposals -> Understood

Every line of the document that is not blank ends as exactly one of heading, intro, clause or unplaced, and is counted.
"""
