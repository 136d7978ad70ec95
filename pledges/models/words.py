"""The words by which staff find a row, as an expression for an index."""

from django.db.models import F, Func


def words_of(*columns: str) -> Func:
    """The different words in these columns, without accents and capitals, as a tsvector."""
    return Func(
        *map(F, columns),
        # In the order of the alphabet, as migrations write them down: in another Django takes it for another index.
        arg_joiner=" || ' ' || ",
        template="array_to_tsvector(pledges_search_words(%(expressions)s))",
    )
