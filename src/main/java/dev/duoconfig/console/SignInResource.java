package dev.duoconfig.console;

import dev.duoconfig.http.body.RequestBody;
import dev.duoconfig.http.problem.ProblemErrors;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

@Path("/sign-in")
@Produces(MediaType.APPLICATION_JSON)
class SignInResource {

    private final SignIn signIn;

    SignInResource(SignIn signIn) {
        this.signIn = signIn;
    }

    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
    public IssuedToken signIn(@Nullable SignInRequest request) {
        var code = RequestBody.required(request).code();
        if (code == null || code.isBlank()) {
            var errors = new ProblemErrors();
            errors.add("/code", "required", "The code is required and must not be blank.");
            errors.throwIfAny();
        }
        return signIn.exchange(String.valueOf(code));
    }
}
