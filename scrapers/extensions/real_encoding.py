"""Pages are decoded in the encoding they are really in, whatever they declare."""

from scrapy import Request
from scrapy.http import Response, TextResponse

from scrapers.decoding import real_encoding
from scrapers.pages import with_usable_base


class RealEncoding:
    """Downloader middleware: a response whose declared encoding is wrong gets the right one."""

    def process_response(self, request: Request, response: Response) -> Response:
        if not isinstance(response, TextResponse):
            return response
        return with_usable_base(in_real_encoding(response))


def in_real_encoding(response: TextResponse) -> TextResponse:
    declared = response._declared_encoding()
    real = real_encoding(response.body, declared)
    return response if real == declared else response.replace(encoding=real)
