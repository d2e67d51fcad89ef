package io.nightshift.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says which release this is. */
@Command(name = "version", mixinStandardHelpOptions = true, description = "Prints the version.")
final class VersionVerb implements Callable<Integer>, IVersionProvider {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().getOut().println(getVersion()[0]);
        }
        return ExitCode.WELL;
    }

    @Override
    public String[] getVersion() {
        String version = VersionVerb.class.getPackage().getImplementationVersion();
        return new String[] {"nightshift " + Objects.requireNonNullElse(version, "development")};
    }
}
