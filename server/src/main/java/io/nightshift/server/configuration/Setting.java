package io.nightshift.server.configuration;

import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be set. A setting has one name in four spellings: {@code http.port} here and in the documents,
 * {@code nightshift.http.port} in a file, {@code NIGHTSHIFT_HTTP_PORT} in the environment, {@code --http-port} as a flag.
 */
public enum Setting {
    DATA("data", "./data", Kind.TEXT, "data folder: embedded database, tokens, files"),
    HTTP_HOST("http.host", "127.0.0.1", Kind.TEXT, "address the server listens on"),
    HTTP_PORT("http.port", "8080", Kind.PORT, "port the server listens on; 0 means any free one"),
    HTTPS_HOST(
            "https.host",
            "127.0.0.1",
            Kind.TEXT,
            "address the server listens on with TLS, if tls.certificate is given"),
    HTTPS_PORT("https.port", "8443", Kind.PORT, "port the server listens on with TLS; 0 means any free one"),
    TLS_CERTIFICATE(
            "tls.certificate",
            "",
            Kind.TEXT,
            "file with the certificate and those that signed it (PEM), or with all and the key (PKCS#12); empty: no TLS"),
    TLS_KEY("tls.key", "", Kind.TEXT, "file with the key of tls.certificate (PEM, PKCS#8); empty for PKCS#12"),
    TLS_PASSWORD("tls.password", "", Kind.SECRET, "password of tls.certificate, if it is PKCS#12"),
    HTTP_ALLOW(
            "http.allow",
            "",
            Kind.TEXT,
            "private hosts that operations with the message 'http' may call: HOST or HOST:PORT, separated by commas"),
    HTTP_REQUESTS(
            "http.requests", "60000", Kind.RATE, "requests to the Web API that a caller may send within five minutes"),
    WEBHOOK_ALLOW(
            "webhook.allow",
            "",
            Kind.TEXT,
            "private hosts that webhooks may have: HOST or HOST:PORT, separated by commas"),
    PLUGIN_LIMIT(
            "plugin.limit",
            "2m",
            Kind.DURATION,
            "how long a plug-in or webhook may run, in its request or as an operation"),
    ROLES(
            "roles",
            "web,async,maintenance",
            Kind.ROLES,
            "what this process does: web (API), async (runs handlers), maintenance"),
    ORGANIZATION("organization", "contoso", Kind.TEXT, "the first organization, made at the first start"),
    ADMIN_TOKEN("admin.token", "", Kind.SECRET, "the administrator's token; made and shown once when empty"),
    OIDC_ISSUER("oidc.issuer", "", Kind.TEXT, "issuer of OpenID Connect whose tokens are accepted; empty means none"),
    OIDC_AUDIENCE("oidc.audience", "nightshift", Kind.TEXT, "what the audience of such a token contains"),
    OIDC_KEYS("oidc.keys", "", Kind.TEXT, "address of the issuer's key set (jwks_uri)"),
    OIDC_CLAIM(
            "oidc.claim",
            "preferred_username",
            Kind.TEXT,
            "the claim that names the user: oid the object id, any other the user name"),
    DATABASE_URL("database.url", "", Kind.ADDRESS, "JDBC URL of a PostgreSQL; empty means the embedded one"),
    DATABASE_USER("database.user", "", Kind.TEXT, "user at database.url"),
    DATABASE_PASSWORD("database.password", "", Kind.SECRET, "password at database.url"),
    DATABASE_POOLER(
            "database.pooler",
            "false",
            Kind.FLAG,
            "true when database.url leads to a pooler that gives a connection for each transaction"),
    DATABASE_HINTS(
            "database.hints",
            "",
            Kind.ADDRESS,
            "JDBC URL of the same PostgreSQL without the pooler, to hear at once what other nodes enqueue"),
    NODE_NAME("node.name", "", Kind.TEXT, "name of this node; empty means machine and process number"),
    SLOTS("slots", "50", Kind.SLOTS, "handlers that run at once, 1 to 10000"),
    LEASE("lease", "10s", Kind.DURATION, "without a sign of life for so long, a node is declared dead; 1s to 1h"),
    DRAIN("drain", "25s", Kind.DURATION, "how long running handlers may go on when the server stops"),
    RETENTION_SHORT(
            "retention.short", "7d", Kind.DURATION, "how long what is kept shortly stays after it ended; at least 1d"),
    RETENTION_LONG(
            "retention.long", "90d", Kind.DURATION, "how long everything else stays after it ended; at least 1d"),
    MAINTENANCE_HOUR(
            "maintenance.hour",
            "2",
            Kind.HOUR,
            "hour (UTC) of the daily jobs of organizations made from now on; 0 to 23"),
    STORAGE_LIMIT(
            "storage.limit", "0", Kind.MEGABYTES, "megabytes an organization may take before it is told; 0: none"),
    STORAGE_MAIL("storage.mail", "", Kind.TEXT, "who gets a mail about storage.limit; empty means the log alone"),
    RETRY_BASE("retry.base", "30s", Kind.DURATION, "wait before retry n is base x factor to the power of n"),
    RETRY_FACTOR("retry.factor", "1.2", Kind.FACTOR, "1 or more"),
    RETRY_MAX("retry.max", "5", Kind.COUNT, "after so many retries an operation waits for a person"),
    MAIL_HOST("mail.host", "", Kind.TEXT, "the SMTP server for the message mail; empty means none"),
    MAIL_PORT("mail.port", "587", Kind.PORT, "port of mail.host"),
    MAIL_SECURITY("mail.security", "starttls", Kind.MAIL_SECURITY, "starttls, tls or none"),
    MAIL_USER("mail.user", "", Kind.TEXT, "user at mail.host; empty means no sign-in"),
    MAIL_PASSWORD("mail.password", "", Kind.SECRET, "password at mail.host"),
    MAIL_ALLOW(
            "mail.allow",
            "",
            Kind.TEXT,
            "private hosts that e-mail server profiles may name, also for mail in the clear: HOST or HOST:PORT, separated by commas"),
    MAIL_FROM("mail.from", "", Kind.TEXT, "sender of all mail, such as Jobs <jobs@example.org>");

    /** What a value must look like. */
    enum Kind {
        TEXT,
        SECRET,
        ADDRESS,
        PORT,
        ROLES,
        SLOTS,
        COUNT,
        HOUR,
        MEGABYTES,
        RATE,
        MAIL_SECURITY,
        FACTOR,
        FLAG,
        DURATION
    }

    /** Before every name in a file; in the environment the same in upper case. */
    public static final String PREFIX = "nightshift.";

    private final String label;
    private final String defaultValue;
    private final Kind kind;
    private final String meaning;

    Setting(String label, String defaultValue, Kind kind, String meaning) {
        this.label = label;
        this.defaultValue = defaultValue;
        this.kind = kind;
        this.meaning = meaning;
    }

    /** The name without prefix: {@code http.port}. */
    public String label() {
        return label;
    }

    /** The name in a file: {@code nightshift.http.port}. */
    public String property() {
        return PREFIX + label;
    }

    /** The name in the environment: {@code NIGHTSHIFT_HTTP_PORT}. */
    public String variable() {
        return property().toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** The name as a flag: {@code --http-port}. */
    public String flag() {
        return "--" + label.replace('.', '-');
    }

    public String defaultValue() {
        return defaultValue;
    }

    public String meaning() {
        return meaning;
    }

    /** Whether the value is never shown. */
    public boolean isSecret() {
        return kind == Kind.SECRET;
    }

    Kind kind() {
        return kind;
    }

    static Optional<Setting> ofProperty(String property) {
        for (Setting setting : values()) {
            if (setting.property().equals(property)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    static Optional<Setting> ofVariable(String variable) {
        for (Setting setting : values()) {
            if (setting.variable().equals(variable)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    static Optional<Setting> ofFlag(String flag) {
        for (Setting setting : values()) {
            if (setting.flag().equals(flag)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
