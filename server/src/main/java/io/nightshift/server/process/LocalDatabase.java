package io.nightshift.server.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the embedded database of a running server is reached, for {@code export} on the same machine. */
record LocalDatabase(String url, String user, String password) {

    static final String FILE = "database.json";

    String json() {
        return JsonMapper.shared()
                .writeValueAsString(JsonMapper.shared()
                        .createObjectNode()
                        .put("url", url)
                        .put("user", user)
                        .put("password", password));
    }

    /** Of the server that runs on this folder; empty when none does. A file left by a dead server does no harm. */
    static Optional<LocalDatabase> of(Path folder) {
        try {
            JsonNode read = JsonMapper.shared().readTree(Files.readString(folder.resolve(FILE)));
            return Optional.of(new LocalDatabase(
                    read.path("url").asString(""),
                    read.path("user").asString(""),
                    read.path("password").asString("")));
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return url; // never the password
    }
}
