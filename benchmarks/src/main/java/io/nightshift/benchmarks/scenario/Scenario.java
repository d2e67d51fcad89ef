package io.nightshift.benchmarks.scenario;

import io.nightshift.benchmarks.contender.Entrant;
import io.nightshift.benchmarks.stage.Figures;
import io.nightshift.benchmarks.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A question that is answered by measuring. Its cases are what is compared: contenders, or states of the engine; they take
 * turns, so that whatever changes on the machine changes for all of them.
 */
public interface Scenario {

    /** As it is written on the command line. */
    String name();

    /** The question, in a sentence for the guide. */
    String question();

    /** What its contenders do. */
    default Entrant.Work work() {
        return Entrant.Work.JOBS;
    }

    /** The cases, in the order of the table. @param entrants who was asked to take part, of those who do this work */
    List<String> cases(Set<Entrant> entrants);

    /** Whose agents a case starts. */
    default Entrant entrant(String which) {
        return Entrant.named(which).orElse(Entrant.NIGHTSHIFT);
    }

    /** Measures one case once. */
    void run(Stage stage, String which, Figures figures) throws Exception;

    /** What the table shows; the first is drawn. */
    List<Column> columns();

    /** The lines of the design's table that it answers. */
    List<Goal> goals();

    /** A run that takes longer is ended and counts as failed. */
    default Duration limit() {
        return Duration.ofMinutes(3);
    }

    /** How often it is repeated when all is measured in full; a scenario that takes many minutes says fewer. */
    default int runs() {
        return 5;
    }
}
