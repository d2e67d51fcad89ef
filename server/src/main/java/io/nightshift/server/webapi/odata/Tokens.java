package io.nightshift.server.webapi.odata;

import io.nightshift.sdk.OrganizationServiceFault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an OData expression, one after another, each with its position. Not thread-safe. */
final class Tokens {

    /** What a word is. */
    enum Kind {
        NAME,
        STRING,
        NUMBER,
        GUID,
        TIME,
        MARK,
        END
    }

    /**
     * A word.
     *
     * @param text as it stands there; of a string what stands between its quotes
     * @param position of its first character, from 0
     */
    record Token(Kind kind, String text, int position) {
        boolean is(String mark) {
            return kind == Kind.MARK && text.equals(mark);
        }

        boolean isName(String name) {
            return kind == Kind.NAME && text.equals(name);
        }
    }

    private static final Pattern SPACE = Pattern.compile("\\s*");
    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![\\w-])");
    private static final Pattern TIME = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}([Tt]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,12})?)?([Zz]|[+-]\\d{2}:\\d{2})?)?(?![\\w-])");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?\\d{1,100}(\\.\\d{1,100})?([eE][+-]?\\d{1,3})?(?![\\w.])");
    private static final Pattern NAME = Pattern.compile("[@$]?[A-Za-z_][\\w.]*|\\$it");
    private static final Pattern STRING = Pattern.compile("'((?:[^']++|'')*+)'");
    private static final Pattern MARK = Pattern.compile("[()\\[\\],/:;=*\"]");

    private final String what;
    private final String text;
    private final Matcher matcher;
    private int position;
    private Token next;

    /** @param what the name of the option, for messages */
    Tokens(String what, String text) {
        this.what = what;
        this.text = text;
        this.matcher = SPACE.matcher(text);
        this.next = read();
    }

    Token peek() {
        return next;
    }

    Token next() {
        Token token = next;
        next = read();
        return token;
    }

    boolean take(String mark) {
        if (next.is(mark)) {
            next();
            return true;
        }
        return false;
    }

    boolean takeName(String name) {
        if (next.isName(name)) {
            next();
            return true;
        }
        return false;
    }

    void expect(String mark) {
        if (!take(mark)) {
            throw fault("'" + mark + "' is expected");
        }
    }

    String name(String of) {
        if (next.kind() != Kind.NAME) {
            throw fault("the name of " + of + " is expected");
        }
        return next().text();
    }

    boolean atEnd() {
        return next.kind() == Kind.END;
    }

    void expectEnd() {
        if (!atEnd()) {
            throw fault("nothing more is expected");
        }
    }

    OrganizationServiceFault fault(String message) {
        String found = atEnd() ? "the end" : "'" + Shown.of(next.text()) + "'";
        return faultAt(next.position(), message + " where " + found + " stands");
    }

    OrganizationServiceFault faultAt(int at, String message) {
        return ODataCode.QUERY_SYNTAX.fault(what + ", position " + (at + 1) + ": " + message + ".");
    }

    private Token read() {
        matcher.usePattern(SPACE).region(position, text.length());
        if (matcher.lookingAt()) {
            position = matcher.end();
        }
        if (position >= text.length()) {
            return new Token(Kind.END, "", text.length());
        }
        int start = position;
        for (Kind kind : new Kind[] {Kind.STRING, Kind.GUID, Kind.TIME, Kind.NUMBER, Kind.NAME, Kind.MARK}) {
            matcher.usePattern(pattern(kind)).region(start, text.length());
            if (matcher.lookingAt()) {
                position = matcher.end();
                String found = matcher.group();
                return new Token(kind, kind == Kind.STRING ? matcher.group(1).replace("''", "'") : found, start);
            }
        }
        String character = new String(Character.toChars(text.codePointAt(start)));
        throw faultAt(
                start,
                character.equals("'")
                        ? "the text that begins here has no end; close it with '"
                        : "'" + Shown.of(character) + "' cannot stand here");
    }

    private static Pattern pattern(Kind kind) {
        return switch (kind) {
            case STRING -> STRING;
            case GUID -> GUID;
            case TIME -> TIME;
            case NUMBER -> NUMBER;
            case NAME -> NAME;
            case MARK, END -> MARK;
        };
    }
}
