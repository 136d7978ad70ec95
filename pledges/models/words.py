"""The words by which staff find a row, as an expression for an index."""

from django.db.models import F, Func


def words_of(*columns: str) -> Func:
    """The different words in these columns, without accents and capitals, as a tsvector."""
    return Func(
        *map(F, columns),
        template="array_to_tsvector(pledges_search_words(%(expressions)s))",
        arg_joiner=" || ' ' || ",
    )
