package io.nightshift.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A server and the token to sign in with; one that runs on a data folder of this machine describes itself there. */
record LocalServer(String url, String token) {

    static LocalServer of(Path data) {
        Path folder = data.toAbsolutePath().normalize();
        try {
            String url = JsonMapper.shared()
                    .readTree(Files.readString(folder.resolve("server.json")))
                    .path("url")
                    .asString("");
            return new LocalServer(
                    url, Files.readString(folder.resolve("cli.token")).strip());
        } catch (NoSuchFileException e) {
            throw new CommandFailure(
                    ExitCode.NO_SERVER,
                    "No server runs on the data folder " + folder
                            + ": start one (./run serve), or name another with --data-folder, or with --url and --token.");
        } catch (AccessDeniedException e) {
            throw new CommandFailure(
                    ExitCode.NOT_SIGNED_IN,
                    "The server on the data folder " + folder
                            + " belongs to another account: use that account, or --url and --token.");
        } catch (IOException | JacksonException e) {
            throw new CommandFailure(
                    ExitCode.NO_SERVER,
                    "The files of the server in " + folder + " cannot be read (" + e + "): use --url and --token.");
        }
    }

    @Override
    public String toString() {
        return url; // never the token
    }
}
