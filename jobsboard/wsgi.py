"""WSGI entry point. With gunicorn's --preload the workers share what is warmed up here."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from jobsboard.recommendations.engine import warm_up  # noqa: E402  Django must be set up first

warm_up()
