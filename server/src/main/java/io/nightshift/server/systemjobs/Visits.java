package io.nightshift.server.systemjobs;

import io.nightshift.database.ServiceClock;
import io.nightshift.server.signin.SignIn;
import io.nightshift.server.signin.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who is signed in: a random cookie, of which only the hash is kept, for eight hours after the last page. Thread-safe. */
final class Visits {

    static final String COOKIE = "nightshift_session";

    private static final Duration IDLE = Duration.ofHours(8);
    private static final int MOST = 10_000;

    private final Map<String, Visit> visits = new ConcurrentHashMap<>();
    private final SignIn signIn;
    private final ServiceClock clock;

    Visits(SignIn signIn, ServiceClock clock) {
        this.signIn = signIn;
        this.clock = clock;
    }

    /** The visit that a cookie belongs to. */
    Optional<Visit> find(@Nullable String cookie) {
        if (cookie == null || cookie.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.now();
        String key = Token.hash(cookie);
        Visit visit = visits.get(key);
        if (visit == null) {
            return Optional.empty();
        }
        if (visit.lastSeen().plus(IDLE).isBefore(now)) {
            visits.remove(key);
            return Optional.empty();
        }
        visit.seen(now);
        return Optional.of(visit);
    }

    /** Signs in with a token; the cookie of the visit, or empty when the token is not known. */
    Optional<String> open(String token) {
        Instant now = clock.now();
        visits.values().removeIf(visit -> visit.lastSeen().plus(IDLE).isBefore(now));
        if (visits.size() >= MOST) {
            return Optional.empty();
        }
        // Its pages show the service as a whole, so they are for those who may operate it.
        return signIn.token(token).filter(signIn::mayOperate).map(caller -> {
            String cookie = Token.make();
            visits.put(Token.hash(cookie), new Visit(caller, Token.make(), now));
            return cookie;
        });
    }

    void end(@Nullable String cookie) {
        if (cookie != null) {
            visits.remove(Token.hash(cookie));
        }
    }
}
