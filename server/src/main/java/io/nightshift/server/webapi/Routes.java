package io.nightshift.server.webapi;

import io.nightshift.server.webapi.metadata.DefinitionQueries;
import io.nightshift.server.webapi.metadata.MetadataDocument;
import io.nightshift.server.webapi.metadata.OpenApiDocument;
import io.nightshift.server.webapi.odata.Segment;
import java.util.List;

/** Leads a request to what answers it. */
final class Routes {

    private Routes() {}

    static ApiAnswer answer(Scope given, ApiRequest request) {
        Scope scope = given.flagged(request);
        List<Segment> segments = Segment.of(request.path());
        if (segments.isEmpty()) {
            get(request, "the service");
            return ServiceDocument.answer(scope);
        }
        Segment first = segments.getFirst();
        if (first.name().equals("$metadata") && segments.size() == 1) {
            get(request, "$metadata");
            return ApiAnswer.text("application/xml; charset=utf-8", MetadataDocument.of(scope.model()));
        }
        if (first.name().equals("openapi.json") && segments.size() == 1) {
            get(request, "the description of the API");
            return ApiAnswer.plainJson(OpenApiDocument.of(scope.model(), scope.root()));
        }
        if (first.name().equals(BackgroundOperations.SEGMENT)) {
            return new BackgroundOperations(scope, request).answer(segments);
        }
        if (DefinitionQueries.answers(first)) {
            return definitions(scope, request, segments);
        }
        Target target = new Addresses(scope).target(segments);
        String method = request.method();
        return switch (target) {
            case Target.Set set ->
                switch (method) {
                    case "GET" -> new RecordCollections(scope, request).set(set.entity());
                    case "POST" -> new Records(scope, request).create(set.entity());
                    default -> throw RefusedException.method(method, "a set of records");
                };
            case Target.One one -> one(scope, request, one);
            case Target.Reached reached -> {
                get(request, "a record that is reached by a navigation property; use its own address");
                yield new Records(scope, request).read(reached.entity(), reached.id());
            }
            case Target.Single single -> {
                get(request, "a navigation property; use its $ref");
                yield new Addresses(scope).reached(single) instanceof Target.Reached reached
                        ? new Records(scope, request).read(reached.entity(), reached.id())
                        : ApiAnswer.noContent();
            }
            case Target.Many many -> {
                get(request, "a navigation property; use its $ref");
                yield new RecordCollections(scope, request).many(many);
            }
            case Target.Member member -> {
                get(request, "a record that is reached by a navigation property; use its own address");
                yield new Records(scope, request).read(member.of().entity(), member.id());
            }
            case Target.Property property -> property(scope, request, property);
            case Target.Count count -> {
                get(request, "a count");
                yield new RecordCollections(scope, request).count(count.of());
            }
            case Target.Reference reference -> new RecordLinks(scope, request).answer(reference.of());
            case Target.Operation operation -> new Operations(scope, request).answer(operation);
        };
    }

    private static ApiAnswer definitions(Scope scope, ApiRequest request, List<Segment> segments) {
        return request.method().equals("GET")
                ? ApiAnswer.json(
                        200, new DefinitionQueries(scope.model(), scope.root(), request.options()).answer(segments))
                : new DefinitionChanges(scope, request).answer(segments);
    }

    private static ApiAnswer one(Scope scope, ApiRequest request, Target.One one) {
        Records records = new Records(scope, request);
        return switch (request.method()) {
            case "GET" -> records.read(one.entity(), scope.id(one.entity(), one.key()));
            case "PATCH", "PUT" -> records.change(one.entity(), one.key());
            case "DELETE" -> records.delete(one.entity(), scope.id(one.entity(), one.key()));
            default -> throw RefusedException.method(request.method(), "a record");
        };
    }

    private static ApiAnswer property(Scope scope, ApiRequest request, Target.Property property) {
        ApiAnswer file = FileColumn.answer(scope, request, property);
        if (file != null) {
            return file;
        }
        Records records = new Records(scope, request);
        return switch (request.method()) {
            case "GET" -> records.property(property);
            case "PUT", "PATCH" -> records.setProperty(property);
            case "DELETE" -> records.clearProperty(property);
            default -> throw RefusedException.method(request.method(), "a property");
        };
    }

    private static void get(ApiRequest request, String what) {
        if (!request.method().equals("GET")) {
            throw RefusedException.method(request.method(), what);
        }
    }
}
