package io.nightshift.platform.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.metadata.FoldedText;
import io.nightshift.platform.metadata.OptionMetadata;
import io.nightshift.platform.metadata.StandardEntities;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the definition of operations says of them is what the service does. */
class OperationDefinitionTest {

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    @Test
    void itsOptionsAreThoseOfTheService() {
        var entity = StandardEntities.definitions().entities().stream()
                .filter(candidate -> candidate.logicalName().equals("asyncoperation"))
                .findFirst()
                .orElseThrow();
        assertThat(entity.attribute("operationtype").type().options().options().stream()
                        .collect(Collectors.toMap(OptionMetadata::value, OptionMetadata::label)))
                .isEqualTo(Arrays.stream(OperationType.values())
                        .collect(Collectors.toMap(OperationType::code, OperationType::label)));
        assertThat(entity.statuses().options().stream()
                        .map(option -> option.value() + " " + option.label() + " " + option.state()))
                .containsExactlyElementsOf(Arrays.stream(io.nightshift.operation.StatusCode.values())
                        .map(status -> status.code() + " " + status.label() + " "
                                + status.state().code())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void textIsFoldedAsThePlatformDoesItself(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        UUID correlation = UUID.randomUUID();
        // One operation for every fifty letters of the scripts that have two cases.
        // Newer ones than the server's library knows fold to themselves there, so that only their own case finds them.
        int[] letters = IntStream.concat(IntStream.range(0x41, 0x1100), IntStream.range(0x1E00, 0x2C00))
                .filter(Character::isLetter)
                .filter(point -> Character.toLowerCase(point) != point || Character.toUpperCase(point) != point)
                .toArray();
        List<Operation> operations = new ArrayList<>();
        for (int from = 0; from < letters.length; from += 50) {
            String name = Arrays.stream(letters, from, Math.min(from + 50, letters.length))
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            operations.add(Operation.named(name).correlation(correlation, 0).organization(PlatformFixture.CONTOSO));
        }
        fixture.queue().enqueue(operations);
        List<String> missed = new ArrayList<>();
        for (Operation operation : operations) {
            List<Entity> found = service.retrieveMultiple(new QueryExpression("asyncoperation", "name")
                            .where("correlationid", ConditionOperator.EQUAL, correlation)
                            .where("name", ConditionOperator.EQUAL, FoldedText.of(operation.name())))
                    .entities();
            if (found.size() != 1) {
                missed.add(operation.name());
            }
        }
        assertThat(missed).isEmpty();
    }
}
