package io.nightshift.server.systemjobs;

/** What became of what the visitor did a moment ago. */
public record Notice(Kind kind, String text) {

    /** How good the news is. */
    public enum Kind {
        DONE,
        PARTLY,
        FAILED
    }

    static Notice done(String text) {
        return new Notice(Kind.DONE, text);
    }

    static Notice failed(String text) {
        return new Notice(Kind.FAILED, text);
    }

    /** The symbol beside the words. */
    public String icon() {
        return switch (kind) {
            case DONE -> "check";
            case PARTLY -> "info";
            case FAILED -> "alert";
        };
    }

    /** The class of the style. */
    public String style() {
        return switch (kind) {
            case DONE -> "good";
            case PARTLY -> "warn";
            case FAILED -> "bad";
        };
    }
}
