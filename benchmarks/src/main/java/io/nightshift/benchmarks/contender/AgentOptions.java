package io.nightshift.benchmarks.contender;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the driver told an agent: {@code name=value} on the command line, and the database in the environment. */
public record AgentOptions(Map<String, String> values) {

    /** The environment that carries the database; a password has no place on a command line that everybody can read. */
    public static final String URL = "BENCH_URL";

    public static final String USER = "BENCH_USER";
    public static final String PASSWORD = "BENCH_PASSWORD";

    public static AgentOptions of(String[] words, int from) {
        Map<String, String> values = new LinkedHashMap<>(System.getenv());
        for (int i = from; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            values.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return new AgentOptions(values);
    }

    public String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    public int number(String name, int otherwise) {
        return Integer.parseInt(text(name, Integer.toString(otherwise)));
    }

    public long large(String name, long otherwise) {
        return Long.parseLong(text(name, Long.toString(otherwise)));
    }

    public double decimal(String name, double otherwise) {
        return Double.parseDouble(text(name, Double.toString(otherwise)));
    }

    public boolean has(String name) {
        return "true".equals(values.get(name));
    }

    /** Whether jobs sleep, for which every contender has other settings of its own. */
    public boolean slow() {
        return number("sleep", 0) > 0;
    }

    public String url() {
        return text(URL, "");
    }

    /** A pool of exactly this size, filled at the start. */
    public HikariDataSource pool(int size) {
        return pool(size, size);
    }

    public HikariDataSource pool(int size, int idle) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url());
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("ApplicationName", "bench");
        config.setUsername(text(USER, ""));
        config.setPassword(text(PASSWORD, ""));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(idle);
        config.setConnectionTimeout(60_000);
        return new HikariDataSource(config);
    }
}
