package hello;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** The only path. */
@Path("/")
public class Hello {

    @GET
    public String hello() {
        return "hello";
    }
}
