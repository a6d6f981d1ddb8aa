package dev.duoconfig.check;

import java.util.List;
import java.util.Optional;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.outbound.HttpUrl;
import dev.duoconfig.outbound.OutboundException;

/** Asks a server which models it serves, and compares that with the identifier. */
final class ListModels {

    static final String ADD_V1 = "The endpoint answers, but not under this path: add /v1.";

    private static final String API_ROOT = "/v1";

    private final ModelServer server;
    private final Passage passage;
    private final Redactor redactor;

    ListModels(ModelServer server, Passage passage, Redactor redactor) {
        this.server = server;
        this.passage = passage;
        this.redactor = redactor;
    }

    Listing ask(StepTime time) {
        return ask(server.listUrl(), time);
    }

    /** What the answer means when nothing but the list is asked for. */
    Outcome judge(Listing listing, StepTime time) {
        if (listing.kind() == Listing.Kind.NAMES) {
            return compare("GET " + server.listUrl(), listing);
        }
        var detail = describe(listing);
        if (listing.kind().chatMayWork()) {
            var withV1 = underV1(time);
            if (withV1.isPresent()) {
                return Outcome.failed(detail, ADD_V1, List.of(withV1.get()));
            }
        }
        return Outcome.failed(detail, ListingTexts.summary(listing.kind(), server.apiKey() != null));
    }

    /** What was answered, for any answer but a list. */
    String describe(Listing listing) {
        return "GET " + server.listUrl() + " answered " + listing.status() + ListingTexts.contents(listing.kind())
                + ".";
    }

    /** The endpoint with {@code /v1} behind it, if the API answers there. */
    Optional<CheckSuggestion> underV1(StepTime time) {
        var endpoint = server.endpoint();
        if (server.platform() != Platform.VLLM || endpoint.pathEndsWith(API_ROOT) || time.isOver()) {
            return Optional.empty();
        }
        var corrected = endpoint.resolve(API_ROOT);
        try {
            return ask(corrected.resolve("models"), time).isApi()
                    ? Optional.of(new CheckSuggestion("endpoint", corrected.value(), "GET /v1/models answers there."))
                    : Optional.empty();
        } catch (OutboundException nothingThere) {
            return Optional.empty();
        }
    }

    private Listing ask(HttpUrl url, StepTime time) {
        return Listing.of(passage.get(url, server.headers(), time));
    }

    private Outcome compare(String asked, Listing listing) {
        var count = listing.names().size() == 1 ? "1 model" : listing.names().size() + " models";
        if (server.isAzure()) {
            return Outcome.passed(
                    asked + " lists " + count + ". Azure lists base models and not deployments, so that the"
                            + " deployment's name could not be compared.",
                    "Azure OpenAI answers and accepts the key. Whether the deployment exists is told by completion=true.");
        }
        if (listing.names().contains(server.servedName())) {
            return Outcome.passed(
                    asked + " lists " + count + ", among them " + server.servedName()
                            + ". On some servers that proves nothing about the key.",
                    "The server serves the model under this name. Some servers list their models without looking at the"
                            + " key: completion=true asks the model itself.");
        }
        var closest = ClosestName.of(server.servedName(), listing.names())
                .filter(found -> redactor.isHarmless(found.name()))
                .map(found -> new CheckSuggestion(
                        "identifier", server.platform().prefix() + "/" + found.name(), found.reason()));
        return Outcome.failed(
                asked + " lists " + count + ", and " + server.servedName() + " is not among them.",
                "The server answers, but serves no model of this name: behind the prefix "
                        + server.platform().prefix() + "/ the identifier must have a name that the server lists"
                        + closest.map(name -> ", probably " + name.value() + ".")
                                .orElse("."),
                closest.stream().toList());
    }
}
