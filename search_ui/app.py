"""The pages of the archive as a WSGI application: `search_ui.app:create_app()`."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from archive import logs
from archive.bootstrap import Archive, open_archive
from archive.keeping.secrets import session_key
from archive.settings import Settings, load
from search_ui import (
    access_table,
    acting,
    assets,
    auth,
    errors,
    filters,
    i18n,
    limits,
    navigation,
    provider,
    security,
    services,
)
from search_ui.api import (
    files,
    live,
    maps,
    openapi,
    sending,
    suggestions,
    transcript_files,
    transcripts,
    uploads,
    work,
)
from search_ui.views import (
    account,
    api_tokens,
    audit,
    bags,
    burials,
    campaigns,
    capture,
    case_work,
    consents,
    data_requests,
    desk,
    exports,
    health,
    home,
    iiif,
    intake_desk,
    items,
    jobs,
    keeping,
    list_compare,
    lists,
    martyrs,
    media,
    mentions,
    oai,
    organisations,
    processing,
    receipts,
    report,
    search,
    second_factor,
    sessions,
    sharing,
    textwork,
    twofold,
    upload,
    users,
    versions,
    visits,
    watches,
    withholding,
    workspace,
)
from search_ui.views import provider as provider_views

BLUEPRINTS = (
    home.blueprint,
    visits.blueprint,
    receipts.blueprint,
    consents.blueprint,
    sharing.blueprint,
    upload.blueprint,
    search.blueprint,
    exports.blueprint,
    items.blueprint,
    media.blueprint,
    withholding.blueprint,
    iiif.blueprint,
    bags.blueprint,
    oai.blueprint,
    processing.blueprint,
    data_requests.blueprint,
    desk.blueprint,
    case_work.blueprint,
    watches.blueprint,
    martyrs.blueprint,
    burials.blueprint,
    lists.blueprint,
    list_compare.blueprint,
    account.blueprint,
    sessions.blueprint,
    second_factor.blueprint,
    provider_views.blueprint,
    api_tokens.blueprint,
    organisations.blueprint,
    users.blueprint,
    keeping.blueprint,
    audit.blueprint,
    jobs.blueprint,
    health.blueprint,
    files.blueprint,
    sending.blueprint,
    versions.blueprint,
    mentions.blueprint,
    textwork.blueprint,
    twofold.blueprint,
    uploads.blueprint,
    capture.blueprint,
    workspace.blueprint,
    report.blueprint,
    intake_desk.blueprint,
    campaigns.blueprint,
    live.blueprint,
    suggestions.blueprint,
    work.blueprint,
    transcripts.blueprint,
    transcript_files.blueprint,
    maps.blueprint,
    openapi.blueprint,
)


def create_app(settings: Settings | None = None, *, archive: Archive | None = None) -> Flask:
    """One application over one archive. Opens no connection until somebody asks for a page."""
    settings = settings or load()
    logs.configure()
    app = Flask("search_ui", root_path=str(assets.ROOT))
    app.config["SECRET_KEY"] = session_key(settings)
    app.config["KYUC_LANGUAGE"] = settings.language
    services.install(app, archive or open_archive(settings))
    if settings.public_url:  # only then does the front stand between, and only it may say who asks
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    security.install(app, secure=settings.public_url.startswith("https://"))
    assets.install(app)
    errors.install(app)
    i18n.install(app, settings.data / "run" / "translations")
    filters.install(app)
    auth.install(app)
    provider.install(app, settings)
    acting.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access_table.install(app)
    limits.install(app)
    navigation.install(app)
    return app
