package dev.duoconfig.security;

import java.util.List;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.http.request.PublicUrls;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

@Path("/.well-known/oauth-protected-resource")
@Produces(MediaType.APPLICATION_JSON)
class WellKnownResource {

    private static final String DOCUMENTATION = "/q/swagger-ui/";

    /** RFC 9728 has no name for the header PRIVATE-TOKEN, which the service accepts, too. */
    private static final List<String> METHODS = List.of("header");

    private final List<String> issuers;
    private final PublicUrls urls;

    WellKnownResource(Issuers issuers, PublicUrls urls) {
        this.issuers =
                issuers.remote().stream().map(issuer -> issuer.id().issuer()).toList();
        this.urls = urls;
    }

    @GET
    @PermitAll
    @NonBlocking
    public ProtectedResource get(UriInfo uri) {
        if (issuers.isEmpty()) {
            throw new ApiException(
                    ProblemType.NOT_FOUND,
                    "No OIDC issuer is configured: the service issues its tokens itself, in the directory tokens of its data directory.");
        }
        var base =
                urls.areConfigured() ? urls.of("") : uri.getBaseUri().toString().replaceAll("/+$", "");
        return new ProtectedResource(base, issuers, METHODS, base + DOCUMENTATION);
    }
}
