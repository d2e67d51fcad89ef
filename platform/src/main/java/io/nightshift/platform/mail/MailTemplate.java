package io.nightshift.platform.mail;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheException;
import com.github.mustachejava.MustacheResolver;
import com.github.mustachejava.reflect.SimpleObjectHandler;
import io.nightshift.operation.ErrorCode;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.reflect.AccessibleObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills the places of a text, written as Mustache has it ({@code {{name}}}, sections, inverted sections). A template
 * knows only the values it is given: it reaches no file, no class and no method, and it includes nothing.
 */
final class MailTemplate {

    private static final int MOST_CHARACTERS = 4_000_000;

    private MailTemplate() {}

    /** Values are inserted as they are. */
    static String text(String template, Map<String, Object> values) {
        return fill(template, values, new Factory() {
            @Override
            public void encode(String value, Writer writer) {
                write(value, writer);
            }
        });
    }

    /** Values are escaped, so that none becomes markup, except where the template asks for it with {@code {{{name}}}}. */
    static String html(String template, Map<String, Object> values) {
        return fill(template, values, new Factory());
    }

    private static String fill(String template, Map<String, Object> values, Factory factory) {
        try {
            Mustache compiled = factory.compile(new StringReader(template), "the message");
            LimitedWriter filled = new LimitedWriter();
            compiled.execute(filled, values);
            return filled.toString();
        } catch (MustacheException e) {
            Throwable cause = e.getCause();
            throw ErrorCode.INVALID_ARGUMENT.fault("The template cannot be filled: "
                    + (cause instanceof TooLong ? cause.getMessage() : e.getMessage()));
        }
    }

    private static class Factory extends DefaultMustacheFactory {
        private static final MustacheResolver NOTHING = name -> null;

        Factory() {
            super(NOTHING);
            setObjectHandler(new MapsAlone());
            setRecursionLimit(0);
        }

        static void write(String value, Writer writer) {
            try {
                writer.write(value);
            } catch (IOException e) {
                throw new MustacheException(e);
            }
        }
    }

    /** Looks into maps and lists; never at the methods and fields of an object. */
    private static final class MapsAlone extends SimpleObjectHandler {
        @Override
        @SuppressWarnings("rawtypes")
        protected @Nullable AccessibleObject findMember(Class type, String name) {
            return null;
        }
    }

    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("the filled text would be longer than " + MOST_CHARACTERS + " characters.");
        }
    }

    private static final class LimitedWriter extends StringWriter {
        @Override
        public void write(String text) {
            check(text.length());
            super.write(text);
        }

        @Override
        public void write(char[] text, int from, int length) {
            check(length);
            super.write(text, from, length);
        }

        @Override
        public void write(int character) {
            check(1);
            super.write(character);
        }

        private void check(int more) {
            if (getBuffer().length() + more > MOST_CHARACTERS) {
                throw new TooLong();
            }
        }
    }
}
