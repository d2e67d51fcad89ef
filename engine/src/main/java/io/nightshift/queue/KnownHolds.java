package io.nightshift.queue;

import java.util.List;
import java.util.Map;

/** What a node knows of the holds: asked for every claim before its handler starts. Immutable. */
public final class KnownHolds {

    /** Nothing is held. */
    public static final KnownHolds NOTHING = new KnownHolds(List.of(), Map.of());

    private final List<Hold> holds;
    private final Map<Integer, String> organizations;

    KnownHolds(List<Hold> holds, Map<Integer, String> organizations) {
        this.holds = holds;
        this.organizations = organizations;
    }

    /**
     * Tells one set of holds from another: with the same newest one there can only be fewer of the others.
     *
     * @param newest its number; 0 when there is none
     */
    public record Mark(long newest, long count) {
        public static final Mark NONE = new Mark(0, 0);
    }

    List<Hold> holds() {
        return holds;
    }

    /** Whether a claim must be given back instead of started. */
    public boolean covers(Claim claim) {
        return !holds.isEmpty()
                && holds.stream()
                        .anyMatch(hold -> hold.target()
                                .covers(
                                        organizations.get(claim.organization()),
                                        claim.type().code(),
                                        claim.messageName(),
                                        claim.token(),
                                        claim.limitKey()));
    }

    /** Whether all of the claim's type are held. */
    public boolean coversTypeOf(Claim claim) {
        return holds.stream()
                .map(Hold::target)
                .anyMatch(target -> target.isTypeOf(organizations.get(claim.organization()), claim.type()));
    }

    /** Whether everything of the claim's organization is held: it is disabled. */
    public boolean coversOrganizationOf(Claim claim) {
        String organization = organizations.get(claim.organization());
        return holds.stream()
                .map(Hold::target)
                .anyMatch(target -> target.isBroad()
                        && (target.organization() == null
                                || target.organization().equals(organization)));
    }

    /** Tells this set from others. */
    public Mark mark() {
        return holds.isEmpty() ? Mark.NONE : new Mark(holds.getLast().number(), holds.size());
    }
}
