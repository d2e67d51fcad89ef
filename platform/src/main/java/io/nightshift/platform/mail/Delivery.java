package io.nightshift.platform.mail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What has become of each recipient so far. Immutable.
 *
 * @param accepted the server has taken the message for them
 * @param refused refused for good, with what the server said
 * @param deferred refused for now, with what the server said
 */
public record Delivery(List<String> accepted, Map<String, String> refused, Map<String, String> deferred) {

    public static final Delivery NONE = new Delivery(List.of(), Map.of(), Map.of());

    public Delivery {
        accepted = List.copyOf(accepted);
        refused = Map.copyOf(refused);
        deferred = Map.copyOf(deferred);
    }

    /** Of these, who has neither got the message nor been refused for good. */
    public List<String> waiting(Collection<String> recipients) {
        List<String> waiting = new ArrayList<>(recipients);
        waiting.removeAll(accepted);
        waiting.removeAll(refused.keySet());
        return waiting;
    }

    /** This one, and a further try after it. */
    public Delivery and(Delivery later) {
        LinkedHashSet<String> both = new LinkedHashSet<>(accepted);
        both.addAll(later.accepted());
        Map<String, String> ever = new LinkedHashMap<>(refused);
        ever.putAll(later.refused());
        return new Delivery(List.copyOf(both), ever, later.deferred());
    }
}
