package dev.plumbline.inspector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers as readelf shows them, cut behind e_type. */
class ElfHeaderTest {

    @ParameterizedTest
    @CsvSource({
        "7f454c46020101000000000000000000 0300, ET_DYN, false",
        "7f454c46020101030000000000000000 0200, ET_EXEC, true",
        "7f454c46010101000000000000000000 0200, ET_EXEC, true",
        "7f454c46020201000000000000000000 0003, ET_DYN, false",
        "7f454c46010201000000000000000000 0002, ET_EXEC, true",
        "7f454c46020101000000000000000000 0400, e_type 4, false"
    })
    void theTypeIsReadInTheFilesByteOrder(String hex, String name, boolean fixed) {
        ElfHeader header = ElfHeader.parse("proc/1/exe", HexFormat.of().parseHex(hex.replace(" ", "")))
                .value()
                .orElseThrow();

        assertThat(header.typeName()).isEqualTo(name);
        assertThat(header.isFixed()).isEqualTo(fixed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7f454c4602", "23212f62696e2f7368000000000000000000", "7f454c46020901000000000000000000 0300"
            })
    void anythingElseIsDamage(String hex) {
        Parsed<?> parsed = ElfHeader.parse("proc/1/exe", HexFormat.of().parseHex(hex.replace(" ", "")));

        assertThat(parsed.damage()).singleElement().satisfies(d -> assertThat(d.path())
                .isEqualTo("proc/1/exe"));
    }
}
