package io.nightshift.server.configuration;

import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.PlatformSettings;
import io.nightshift.platform.event.AddressRule;
import io.nightshift.platform.mail.MailServer;
import io.nightshift.platform.maintenance.MaintenanceSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The effective settings of this process: defaults, overridden by a file, overridden by the environment, overridden by
 * flags. The file is {@code nightshift.properties} in the data folder, or what {@code --config} or
 * {@code NIGHTSHIFT_CONFIG} names. Immutable.
 *
 * <p>A name nobody knows is refused in a file and as a flag. In the environment it is refused only when it is nearly a
 * known one: container platforms put names of their own there ({@code NIGHTSHIFT_SERVICE_HOST}).
 */
public final class Configuration {

    /** The flag that names another file than {@code nightshift.properties} in the data folder. */
    public static final String CONFIG_FLAG = "--config";

    private static final String CONFIG_VARIABLE = "NIGHTSHIFT_CONFIG";
    private static final String FILE = "nightshift.properties";
    private static final String DEFAULT = "default";

    /** A value, and where it came from: {@code default}, the path of a file, a variable or a flag. */
    public record Value(String text, String origin) {}

    private final Map<Setting, Value> values;

    private Configuration(Map<Setting, Value> values) {
        this.values = values;
    }

    /**
     * Reads the file and puts all sources in their order.
     *
     * @param flags by their name, such as {@code --http-port}
     * @param environment all variables of the process
     * @throws StartException for an unknown name or an unusable value; the message names the place
     */
    public static Configuration read(Map<String, String> flags, Map<String, String> environment) {
        return read(flags, environment, Map.of());
    }

    /** The same with other defaults for some settings, whose origin is still "default". */
    public static Configuration read(
            Map<String, String> flags, Map<String, String> environment, Map<Setting, String> defaults) {
        Map<Setting, Value> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            values.put(setting, new Value(defaults.getOrDefault(setting, setting.defaultValue()), DEFAULT));
        }
        Map<Setting, Value> fromEnvironment = environment(environment);
        Map<Setting, Value> fromFlags = flags(flags);
        Map<Setting, Value> known = new EnumMap<>(values);
        known.putAll(fromEnvironment);
        known.putAll(fromFlags);
        values.putAll(file(flags, environment, known));
        values.putAll(fromEnvironment);
        values.putAll(fromFlags);
        values.forEach(Configuration::check);
        return new Configuration(values);
    }

    private static Map<Setting, Value> environment(Map<String, String> environment) {
        List<String> known =
                Arrays.stream(Setting.values()).map(Setting::variable).toList();
        Map<Setting, Value> found = new EnumMap<>(Setting.class);
        for (String variable : new TreeSet<>(environment.keySet())) {
            Optional<Setting> setting = Setting.ofVariable(variable);
            if (setting.isPresent()) {
                found.put(setting.get(), new Value(Objects.requireNonNull(environment.get(variable)), variable));
            } else if (variable.startsWith("NIGHTSHIFT_") && !variable.equals(CONFIG_VARIABLE)) {
                String nearest = NearestName.of(variable, known);
                if (NearestName.distance(variable, nearest) <= 2) {
                    throw new StartException(
                            "The environment variable " + variable + " is not known: did you mean " + nearest + "?");
                }
            }
        }
        return found;
    }

    private static Map<Setting, Value> flags(Map<String, String> flags) {
        List<String> known = Arrays.stream(Setting.values()).map(Setting::flag).toList();
        Map<Setting, Value> found = new EnumMap<>(Setting.class);
        flags.forEach((flag, text) -> {
            if (flag.equals(CONFIG_FLAG)) {
                return;
            }
            Setting setting = Setting.ofFlag(flag)
                    .orElseThrow(() -> new StartException("The flag " + flag + " is not known: did you mean "
                            + NearestName.of(flag, known) + " (--help lists all)?"));
            found.put(setting, new Value(text, flag));
        });
        return found;
    }

    private static Map<Setting, Value> file(
            Map<String, String> flags, Map<String, String> environment, Map<Setting, Value> known) {
        String named = flags.getOrDefault(CONFIG_FLAG, environment.getOrDefault(CONFIG_VARIABLE, ""));
        Path data = Path.of(Objects.requireNonNull(known.get(Setting.DATA)).text());
        Path file = named.isEmpty() ? data.resolve(FILE) : Path.of(named);
        if (named.isEmpty() && !Files.exists(file)) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException(
                    "The configuration file " + file + " cannot be read (" + e + "): mend it or name another with "
                            + CONFIG_FLAG + ".",
                    e);
        }
        List<String> names =
                Arrays.stream(Setting.values()).map(Setting::property).toList();
        Map<Setting, Value> found = new EnumMap<>(Setting.class);
        for (String name : properties.stringPropertyNames()) {
            Setting setting = Setting.ofProperty(name)
                    .orElseThrow(() -> new StartException("The setting " + name + " in " + file
                            + " is not known: did you mean " + NearestName.of(name, names) + "?"));
            if (setting == Setting.DATA && named.isEmpty()) {
                throw new StartException("The setting " + name + " cannot stand in " + file
                        + ", which lies in the data folder itself: use " + Setting.DATA.flag() + ".");
            }
            found.put(setting, new Value(properties.getProperty(name).strip(), file.toString()));
        }
        return found;
    }

    private static void check(Setting setting, Value value) {
        try {
            Values.check(setting, value.text());
        } catch (IllegalArgumentException e) {
            String shown = setting.isSecret() ? "" : " '" + value.text() + "'";
            String origin = value.origin().equals(DEFAULT) ? "" : " (from " + value.origin() + ")";
            throw new StartException(
                    "The value" + shown + " of " + setting.label() + origin + " cannot be used: " + e.getMessage()
                            + ".",
                    e);
        }
    }

    /** The value and its origin. Never show the text of a secret: use {@link #shown}. */
    public Value value(Setting setting) {
        return Objects.requireNonNull(values.get(setting));
    }

    public String text(Setting setting) {
        return value(setting).text();
    }

    /** The text, or null when it is empty. */
    public @Nullable String textOrNull(Setting setting) {
        String text = text(setting);
        return text.isEmpty() ? null : text;
    }

    public int number(Setting setting) {
        return Integer.parseInt(text(setting));
    }

    public boolean flag(Setting setting) {
        return Values.flag(text(setting));
    }

    public double factor(Setting setting) {
        return Values.factor(text(setting));
    }

    public Duration duration(Setting setting) {
        return Values.duration(text(setting));
    }

    public Set<Role> roles() {
        return Values.roles(text(Setting.ROLES));
    }

    /** The server that takes our mail; empty when none is configured. */
    public Optional<MailServer> mailServer() {
        String host = textOrNull(Setting.MAIL_HOST);
        if (host == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MailServer(
                    host,
                    number(Setting.MAIL_PORT),
                    Values.mailSecurity(text(Setting.MAIL_SECURITY)),
                    textOrNull(Setting.MAIL_USER),
                    textOrNull(Setting.MAIL_PASSWORD),
                    text(Setting.MAIL_FROM)));
        } catch (ServiceFault e) {
            throw new StartException(
                    "The mail server " + host + " cannot be used with " + Setting.MAIL_FROM.label() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** What the platform is to be like. */
    public PlatformSettings platform() {
        return PlatformSettings.DEFAULT
                .stepLimit(duration(Setting.PLUGIN_LIMIT))
                .webhookAddresses(new AddressRule(hosts(Setting.WEBHOOK_ALLOW)))
                .mailAddresses(new AddressRule(hosts(Setting.MAIL_ALLOW)))
                .maintenance(maintenance());
    }

    /** The hosts of a setting that names them with commas between. */
    public List<String> hosts(Setting allowed) {
        return Arrays.stream(text(allowed).split(",", -1))
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .toList();
    }

    /** What the administrator has decided about maintenance. */
    public MaintenanceSettings maintenance() {
        return new MaintenanceSettings(
                number(Setting.MAINTENANCE_HOUR),
                number(Setting.STORAGE_LIMIT) * 1_000_000L,
                textOrNull(Setting.STORAGE_MAIL));
    }

    public Path data() {
        return Path.of(text(Setting.DATA)).toAbsolutePath().normalize();
    }

    /** What a person may see: a secret as stars, an address without the password in it. */
    public String shown(Setting setting) {
        String text = text(setting);
        if (setting.isSecret()) {
            return text.isEmpty() ? "" : "********";
        }
        return setting.kind() == Setting.Kind.ADDRESS ? withoutPassword(text) : text;
    }

    /** An address without the passwords that can stand in it. */
    public static String withoutPassword(String url) {
        return url.replaceAll("(?i)((?:ssl)?password=)[^&]*", "$1********").replaceAll("//[^/@]*@", "//********@");
    }
}
