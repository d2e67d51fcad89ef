package io.nightshift.server.systemjobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/** The words of the pages, by key, so that another language is one more file. Immutable, thread-safe. */
public final class Texts {

    static final Texts ENGLISH = new Texts("texts.properties");

    private final Properties texts = new Properties();

    private Texts(String file) {
        try (InputStream in = Objects.requireNonNull(Texts.class.getResourceAsStream(file), file)) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text with this key; {@code {0}} and so on stand for the values. A key without a text is shown as it is. */
    public String of(String key, Object... values) {
        String text = texts.getProperty(key, key);
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(values[i]));
        }
        return text;
    }

    Set<String> keys() {
        return texts.stringPropertyNames();
    }
}
