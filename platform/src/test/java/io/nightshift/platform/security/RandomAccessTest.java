package io.nightshift.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random users, teams, units, roles and records: what a user sees by a query, what can be read one by one, and what may be
 * changed and deleted is what the rules say, evaluated here a second time, naively, row by row.
 */
class RandomAccessTest {

    private static final List<AccessRight> RIGHTS = List.of(AccessRight.READ, AccessRight.WRITE, AccessRight.DELETE);

    private record Team(UUID id, UUID unit, boolean access, Set<UUID> members) {}

    private record Role(UUID id, boolean inherited, Map<AccessRight, PrivilegeDepth> depths) {}

    private record Owned(UUID id, UUID owner, UUID unit) {}

    private final Map<UUID, UUID> parents = new HashMap<>();
    private final Map<UUID, UUID> users = new HashMap<>();
    private final List<Team> teams = new ArrayList<>();
    private final Map<UUID, Set<Role>> held = new HashMap<>();
    private final List<Owned> records = new ArrayList<>();

    static Stream<Arguments> worlds() {
        return TestDatabase.versions().stream()
                .flatMap(version -> Stream.of(11L, 12L)
                        .limit(version == TestDatabase.Version.PG18 ? 2 : 1)
                        .map(seed -> Arguments.of(version, seed)));
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void everyoneSeesAndChangesWhatTheRulesSay(TestDatabase.Version version, long seed) throws Exception {
        People people = new People(PlatformFixture.shared(version));
        build(people, new Random(seed));
        int seen = 0;
        for (UUID user : users.keySet()) {
            OrganizationService as = people.as(user);
            Set<UUID> expected = allowed(user, AccessRight.READ);
            assertThat(queried(as)).as("query of " + user + ", seed " + seed).isEqualTo(expected);
            for (Owned record : records) {
                String what = record + " by " + user + ", seed " + seed;
                assertThat(may(() -> as.retrieve("lead", record.id(), ColumnSet.of("subject"))))
                        .as("read " + what)
                        .isEqualTo(expected.contains(record.id()));
                assertThat(may(() -> as.update(new Entity("lead", record.id()).set("subject", "s"))))
                        .as("change " + what)
                        .isEqualTo(allowed(user, AccessRight.WRITE).contains(record.id()));
            }
            seen += expected.size();
        }
        assertThat(seen).as("a world in which something is seen").isPositive();
        deletions(people, seed);
    }

    private void deletions(People people, long seed) {
        for (UUID user : users.keySet()) {
            OrganizationService as = people.as(user);
            for (Owned record : List.copyOf(records)) {
                boolean expected = allowed(user, AccessRight.DELETE).contains(record.id());
                assertThat(may(() -> as.delete("lead", record.id())))
                        .as("delete " + record + " by " + user + ", seed " + seed)
                        .isEqualTo(expected);
                if (expected) {
                    records.remove(record);
                }
            }
        }
        records.forEach(record -> people.platform().delete("lead", record.id()));
    }

    private void build(People people, Random random) {
        List<UUID> units = new ArrayList<>(List.of(people.root()));
        for (int i = 0; i < 4; i++) {
            UUID parent = units.get(random.nextInt(units.size()));
            UUID unit = people.unit("Unit " + i, parent);
            parents.put(unit, parent);
            units.add(unit);
        }
        List<Role> roles = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            roles.add(role(people, random, i));
        }
        for (int i = 0; i < 5; i++) {
            UUID unit = units.get(random.nextInt(units.size()));
            UUID user = people.user("User " + i, unit);
            users.put(user, unit);
            hold(people, random, "systemuser", user, roles);
        }
        List<UUID> everybody = List.copyOf(users.keySet());
        for (int i = 0; i < 3; i++) {
            Set<UUID> members = new HashSet<>();
            everybody.stream().filter(_ -> random.nextInt(3) == 0).forEach(members::add);
            UUID unit = units.get(random.nextInt(units.size()));
            boolean access = i == 2;
            UUID id = people.team("Team " + i, unit, access ? 1 : 0, members.toArray(new UUID[0]));
            teams.add(new Team(id, unit, access, members));
            hold(people, random, "team", id, roles);
        }
        for (int i = 0; i < 16; i++) {
            Team team = teams.get(random.nextInt(2));
            UUID user = everybody.get(random.nextInt(everybody.size()));
            boolean teams = random.nextInt(4) == 0;
            UUID id = people.platform()
                    .create(new Entity("lead")
                            .set("lastname", "Lead " + i)
                            .set(
                                    "ownerid",
                                    teams
                                            ? new EntityReference("team", team.id())
                                            : new EntityReference("systemuser", user)));
            records.add(new Owned(id, teams ? team.id() : user, teams ? team.unit() : users.get(user)));
        }
    }

    private static Role role(People people, Random random, int number) {
        boolean inherited = random.nextBoolean();
        UUID id = people.newRole("Role " + number, inherited);
        Map<AccessRight, PrivilegeDepth> depths = new HashMap<>();
        for (AccessRight right : RIGHTS) {
            // Global would make every world the same; it is rare.
            int choice = random.nextInt(10);
            if (choice < 7) {
                PrivilegeDepth depth = PrivilegeDepth.values()[choice == 6 ? 3 : choice / 2];
                depths.put(right, depth);
                people.allow(people.platform(), id, people.privilege(right, "lead"), depth);
            }
        }
        return new Role(id, inherited, depths);
    }

    private void hold(People people, Random random, String kind, UUID principal, List<Role> roles) {
        Set<Role> given = new HashSet<>();
        roles.stream().filter(_ -> random.nextInt(3) == 0).forEach(given::add);
        people.give(
                new EntityReference(kind, principal),
                given.stream().map(Role::id).toArray(UUID[]::new));
        held.put(principal, given);
    }

    private Set<UUID> allowed(UUID user, AccessRight right) {
        Set<UUID> allowed = new HashSet<>();
        for (Owned record : records) {
            boolean direct = held.get(user).stream()
                    .anyMatch(role -> reaches(role, right, record, Set.of(user), users.get(user)));
            boolean byTeam = teams.stream()
                    .filter(team -> !team.access() && team.members().contains(user))
                    .anyMatch(team -> held.get(team.id()).stream()
                            .anyMatch(role -> reaches(
                                    role,
                                    right,
                                    record,
                                    role.inherited() ? Set.of(team.id(), user) : Set.of(team.id()),
                                    team.unit())));
            if (direct || byTeam) {
                allowed.add(record.id());
            }
        }
        return allowed;
    }

    private boolean reaches(Role role, AccessRight right, Owned record, Set<UUID> owners, UUID unit) {
        PrivilegeDepth depth = role.depths().get(right);
        if (depth == null) {
            return false;
        }
        boolean own = owners.contains(record.owner());
        return switch (depth) {
            case BASIC -> own;
            case LOCAL -> own || record.unit().equals(unit);
            case DEEP -> own || below(record.unit(), unit);
            case GLOBAL -> true;
        };
    }

    private boolean below(UUID unit, UUID top) {
        for (UUID at = unit; at != null; at = parents.get(at)) {
            if (at.equals(top)) {
                return true;
            }
        }
        return false;
    }

    private Set<UUID> queried(OrganizationService as) {
        Set<UUID> found = new HashSet<>();
        may(() -> as.retrieveMultiple(new QueryExpression("lead", "subject")
                        .where(
                                "leadid",
                                ConditionOperator.IN,
                                records.stream().map(Owned::id).toArray()))
                .entities()
                .forEach(record -> found.add(record.id())));
        return found;
    }

    private static boolean may(Runnable call) {
        try {
            call.run();
            return true;
        } catch (OrganizationServiceFault fault) {
            assertThat(fault.errorCode()).as(fault.getMessage()).isEqualTo(FaultCode.PRIVILEGE_DENIED.code());
            return false;
        }
    }
}
