"""A project's code in an address: "Sri Lanka-49" as Sri_Lanka-49."""


class CodeConverter:
    regex = r"[\w.-]+"

    def to_python(self, value: str) -> str:
        return value.replace("_", " ")

    def to_url(self, value: str) -> str:
        return value.replace(" ", "_")


class CountryConverter:
    """ISO 3166-1 alpha-2, in capitals."""

    regex = "[A-Z]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
