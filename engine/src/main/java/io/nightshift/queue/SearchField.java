package io.nightshift.queue;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.StatusCode;
import io.nightshift.operation.Texts;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** What a {@link Search} can ask of an operation. The word is the same in the API, on the command line and in bulk moves. */
public enum SearchField {
    STATUS(Kind.STATUS, "statuscode = ANY (?)"),
    CAUSE(Kind.CAUSE, "cause = ANY (?)"),
    TYPE(Kind.TYPE, "operation_type = ANY (?)"),
    /** The exact message name. */
    MESSAGE(Kind.TEXT, "message_name = ?"),
    /** A part of the name, without regard to case in any script, whatever locale the database was made with. */
    NAME(Kind.PART, "lower(name COLLATE \"und-x-icu\") LIKE lower(?::text COLLATE \"und-x-icu\")"),
    TOKEN(Kind.TEXT, "token = ?"),
    PARENT(Kind.ID, "parent_id = ?"),
    CORRELATION(Kind.ID, "correlation_id = ?"),
    OWNER(Kind.ID, "owner_id = ?"),
    REGARDING(Kind.ID, "regarding_id = ?"),
    CREATED_FROM(Kind.TIME, "created_on >= ?"),
    CREATED_BEFORE(Kind.TIME, "created_on < ?"),
    STARTED_FROM(Kind.TIME, "started_on >= ?"),
    STARTED_BEFORE(Kind.TIME, "started_on < ?"),
    COMPLETED_FROM(Kind.TIME, "completed_on >= ?"),
    COMPLETED_BEFORE(Kind.TIME, "completed_on < ?"),
    POSTPONED_FROM(Kind.TIME, "postpone_until >= ?"),
    POSTPONED_BEFORE(Kind.TIME, "postpone_until < ?"),
    /** The code of the error that it stopped at last, as {@code 0x80045017} or as a number. */
    ERROR(Kind.ERROR, "error_code = ?"),
    /** Whether it is the parent of a series. */
    SERIES(Kind.FLAG, "is_series = ?"),
    /** Enqueued no later than this one; what a bulk move is limited to. */
    SEQUENCE_TO(Kind.NUMBER, "sequence <= ?");

    private enum Kind {
        STATUS,
        CAUSE,
        TYPE,
        TEXT,
        PART,
        ID,
        TIME,
        FLAG,
        NUMBER,
        ERROR
    }

    private final Kind kind;
    private final String sql;

    SearchField(Kind kind, String sql) {
        this.kind = kind;
        this.sql = sql;
    }

    /** The word for people and programs: {@code created-from}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it may be given several values, of which one must hold. */
    public boolean isSet() {
        return kind == Kind.STATUS || kind == Kind.CAUSE || kind == Kind.TYPE;
    }

    /** Whether its values are times. */
    public boolean isTime() {
        return kind == Kind.TIME;
    }

    /** The field with this word. */
    public static Optional<SearchField> of(String word) {
        return Arrays.stream(values())
                .filter(field -> field.word().equals(word))
                .findFirst();
    }

    /** The condition in SQL, with one parameter; a constant, of which values never become part. */
    String sql() {
        return sql;
    }

    /** Checks the texts, so that a search fails where it was written. */
    void check(List<String> texts) {
        if (texts.isEmpty() || (texts.size() > 1 && !isSet())) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + word() + "' takes one value; got " + texts.size() + ".");
        }
        value(texts);
    }

    /** The parameter of the condition. */
    Object value(List<String> texts) {
        String first = texts.getFirst();
        return switch (kind) {
            case STATUS -> codes(texts, StatusCode.values(), StatusCode::code);
            case CAUSE -> codes(texts, Cause.values(), Cause::code);
            case TYPE -> texts.stream().map(this::type).toArray(Integer[]::new);
            case TEXT -> checked(first);
            case PART -> "%" + checked(first).replaceAll("([\\\\%_])", "\\\\$1") + "%";
            case ID -> id(first);
            case TIME -> OffsetDateTime.ofInstant(time(first), ZoneOffset.UTC);
            case FLAG -> flag(first);
            case NUMBER -> number(first);
            case ERROR -> error(first);
        };
    }

    private String checked(String text) {
        Texts.check("text to search for", text);
        return text;
    }

    private <T extends Enum<T>> Integer[] codes(List<String> texts, T[] values, ToIntFunction<T> code) {
        return texts.stream()
                .map(text -> Arrays.stream(values)
                        .filter(value -> word(value)
                                .equals(text.toLowerCase(Locale.ROOT)
                                        .replace(' ', '-')
                                        .replace('_', '-')))
                        .findFirst()
                        .orElseThrow(() -> ErrorCode.INVALID_ARGUMENT.fault("'" + text + "' cannot stand for '" + word()
                                + "'; use one of "
                                + Arrays.stream(values).map(SearchField::word).collect(Collectors.joining(", "))
                                + ".")))
                .map(code::applyAsInt)
                .toArray(Integer[]::new);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Integer type(String text) {
        return OperationType.of(Math.toIntExact(bounded(text, Integer.MIN_VALUE, Integer.MAX_VALUE)))
                .code();
    }

    private Integer error(String text) {
        if (text.matches("0[xX][0-9a-fA-F]{8}")) {
            return Integer.parseUnsignedInt(text.substring(2), 16);
        }
        return Math.toIntExact(bounded(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    private Long number(String text) {
        return bounded(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private long bounded(String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(text, "must be a whole number");
        }
        throw wrong(text, "must be a whole number");
    }

    private UUID id(String text) {
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            throw wrong(text, "must be an id");
        }
        throw wrong(text, "must be an id");
    }

    /** A time far outside of what PostgreSQL knows finds the same as one at the edge of what operations can have. */
    private Instant time(String text) {
        try {
            Instant time = Instant.parse(text);
            Instant within = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
            return within.isAfter(AsyncOperation.NEVER) ? AsyncOperation.NEVER : within;
        } catch (DateTimeParseException e) {
            throw wrong(text, "must be a time such as 2026-12-01T08:00:00Z");
        }
    }

    private Boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong(text, "must be true or false");
        }
        return text.equals("true");
    }

    private RuntimeException wrong(String text, String must) {
        return ErrorCode.INVALID_ARGUMENT.fault("'" + word() + "' " + must + "; got '" + text + "'.");
    }
}
