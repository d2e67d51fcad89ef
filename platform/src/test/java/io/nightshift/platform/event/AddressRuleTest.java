package io.nightshift.platform.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::"
            })
    void privateAddressesAreKnown(String address) throws UnknownHostException {
        assertThat(AddressRule.isPrivate(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "172.15.0.1", "172.32.0.1", "100.63.0.1", "198.20.0.1", "2606:4700::1111"})
    void publicAddressesAreKnown(String address) throws UnknownHostException {
        assertThat(AddressRule.isPrivate(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void aHostMayBeNamedWithOrWithoutItsPort() {
        AddressRule rule = new AddressRule(List.of("Intranet", "127.0.0.1:81"));
        assertThat(rule.names(URI.create("http://intranet:8080/x"))).isTrue();
        assertThat(rule.names(URI.create("http://127.0.0.1:81/"))).isTrue();
        assertThat(rule.names(URI.create("http://127.0.0.1/"))).isFalse();
        assertThat(rule.names(URI.create("http://127.0.0.1:82/"))).isFalse();
    }
}
