package io.nightshift.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SignInTest {

    private final String one = Token.make();
    private final String other = Token.make();
    private final SignIn signIn = new SignIn(List.of(known("one", one), known("other", other)));

    private static SignIn.Known known(String name, String token) {
        return new SignIn.Known(new Caller(name, "contoso", UUID.randomUUID()), Token.hash(token));
    }

    @Test
    void aTokenProvesItsUser() {
        assertThat(signIn.caller("Bearer " + one)).map(Caller::name).contains("one");
        assertThat(signIn.caller("bearer " + other)).map(Caller::name).contains("other");
    }

    @Test
    void anythingElseProvesNothing() {
        assertThat(signIn.caller(null)).isEmpty();
        assertThat(signIn.caller("")).isEmpty();
        assertThat(signIn.caller("Bearer ")).isEmpty();
        assertThat(signIn.caller("Basic " + one)).isEmpty();
        assertThat(signIn.caller("Bearer " + one + "x")).isEmpty();
        assertThat(signIn.caller("Bearer " + Token.hash(one))).isEmpty();
    }

    @Test
    void tokensDifferAndNeedNoQuoting() {
        assertThat(one).isNotEqualTo(other).matches("[A-Za-z0-9_-]{43}");
    }
}
