package io.nightshift.server.systemjobs;

import io.nightshift.server.signin.Token;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The style, the scripts and the icon. Their addresses carry a hash of what they hold, so browsers may keep them for ever. */
public final class Assets {

    /** A file for browsers. */
    record Asset(String contentType, byte[] body) {}

    private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";
    private static final Map<String, Asset> ALL = Map.of(
            "app.css", read("app.css", "text/css; charset=utf-8"),
            "screens.css", read("screens.css", "text/css; charset=utf-8"),
            "drawings.css", read("drawings.css", "text/css; charset=utf-8"),
            "app.js", read("app.js", "text/javascript; charset=utf-8"),
            "icon.svg", read("icon.svg", "image/svg+xml"),
            "htmx.js", read(HTMX, "text/javascript; charset=utf-8"));

    private Assets() {}

    /** Where a page finds the file. */
    public static String at(String name) {
        Asset asset = Objects.requireNonNull(ALL.get(name), name);
        String hash = Token.hash(new String(asset.body(), StandardCharsets.ISO_8859_1));
        return "/assets/" + hash.substring(0, 12) + "/" + name;
    }

    static Optional<Asset> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static Asset read(String name, String contentType) {
        try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream(name), name)) {
            return new Asset(contentType, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
