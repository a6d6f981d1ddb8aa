package dev.duoconfig.http.edge;

import dev.duoconfig.http.request.PublicUrls;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets redirects of the framework, which name a path only, lead to the public URL. Behind a proxy that removes a prefix, the
 * path alone would lead past the service. See docs/framework.md.
 */
@Singleton
class PublicRedirects {

    private final PublicUrls urls;
    private final String root;

    PublicRedirects(PublicUrls urls, @ConfigProperty(name = "quarkus.http.root-path") String root) {
        this.urls = urls;
        this.root = FrameworkPaths.withoutSlash(root);
    }

    void register(@Observes Filters filters) {
        if (urls.areConfigured()) {
            FilterOrder.PUBLIC_REDIRECTS.register(filters, context -> {
                context.addHeadersEndHandler(end -> complete(context));
                context.next();
            });
        }
    }

    private void complete(RoutingContext context) {
        var headers = context.response().headers();
        var location = headers.get(HttpHeaders.LOCATION);
        if (location != null && location.startsWith(root + "/")) {
            headers.set(HttpHeaders.LOCATION, urls.of(location.substring(root.length())));
        }
    }
}
