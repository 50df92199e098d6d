package dev.loraport.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.file.FileSource;
import dev.loraport.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks like a credential; none of these was ever one. */
class SecretsTest {
  /** 100 characters in no order; the credentials are put together so that no scanner finds them. */
  private static final String RANDOM =
      "9fK2mQx7LpZ4vTr8WbNc3YdHs6GjEa1RuXi5oPzMwBtVkCqDyFnSlJhAg0eU"
          + "7Tn3Xw9QkLm5Zr2Vb8Yc4Hd6Js1Gp0Fa5Re7OiUt";

  private static CheckReport check(String answer) {
    String row =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":"
            + Json.write(Json.of(answer))
            + "}]}";
    return Dataset.of(FileSource.of("rows.jsonl", row.getBytes(StandardCharsets.UTF_8))).check();
  }

  /** A number behind a # stands for so many random characters, ^ for capitals, ~ for hex digits. */
  private static String filled(String shape) {
    StringBuilder text = new StringBuilder();
    for (String part : shape.split("(?=#)|(?<=#\\d{1,3}[~^]?)(?![\\d~^])", -1)) {
      if (!part.startsWith("#")) {
        text.append(part);
        continue;
      }
      String digits = part.replaceAll("\\D", "");
      String random = RANDOM.substring(0, Integer.parseInt(digits));
      if (part.endsWith("^")) {
        random = random.toUpperCase(Locale.ROOT);
      } else if (part.endsWith("~")) {
        random = random.toLowerCase(Locale.ROOT).replaceAll("[g-z]", "7");
      }
      text.append(random);
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a private key | -----BEGIN PRIVATE KEY-----",
        "a private key | -----BEGIN RSA PRIVATE KEY-----",
        "a private key | -----BEGIN OPENSSH PRIVATE KEY-----",
        "a private key | -----BEGIN PGP PRIVATE KEY BLOCK-----",
        "a JSON Web Token | eyJ#33.eyJ#60.#43",
        "an API key (sk-…) | sk-#20",
        "an API key (sk-…) | sk-proj-#60_#40",
        "an API key (sk-…) | sk-ant-api03-#60",
        "a Stripe key (sk_live_…) | sk_live_#24",
        "a Stripe key (rk_live_…) | rk_live_#24",
        "a Stripe key (sk_test_…) | sk_test_#24",
        "a Stripe secret (whsec_…) | whsec_#32",
        "a Hugging Face token (hf_…) | hf_#34",
        "a Fireworks key (fw_…) | fw_#22",
        "a Fireworks key (fpk_…) | fpk_#22",
        "a Together key (tgp_v1_…) | tgp_v1_#43",
        "a Groq key (gsk_…) | gsk_#52",
        "a GitHub token (ghp_…) | ghp_#36",
        "a GitHub token (gho_…) | gho_#36",
        "a GitHub token (ghs_…) | ghs_#36",
        "a GitHub token (github_pat_…) | github_pat_#22_#59",
        "a GitLab token (glpat-…) | glpat-#20",
        "a GitLab token (glptt-…) | glptt-#40~",
        "an npm token (npm_…) | npm_#36",
        "a PyPI token (pypi-AgEI…) | pypi-AgEIcHlwaS5vcmc#80",
        "a Slack token (xox…) | xoxb-1234567890-1234567890-#24",
        "a Slack token (xox…) | xoxp-1234567890-#40",
        "a Slack webhook (hooks.slack.com/services/…) | https://hooks.slack.com/services/T0ABCDEFG/B0ABCDEFG/#24",
        "a Google key (AIza…) | AIza#35",
        "a Google client secret (GOCSPX-…) | GOCSPX-#28",
        "an AWS access key | AKIA#16^",
        "an AWS access key | ASIA#16^",
        "an AWS secret key (aws_secret_access_…) | aws_secret_access_key = #40",
        "an AWS secret key (AWS_SECRET_ACCESS_…) | AWS_SECRET_ACCESS_KEY=#40",
        "an Azure key (AccountKey=…) | AccountKey=#86==",
        "a SendGrid key (SG.…) | SG.#22.#43",
        "a DigitalOcean token (dop_v1_…) | dop_v1_#64~"
      })
  void aCredentialIsNamedByItsKindAndNeverShown(String kind, String shape) {
    String secret = filled(shape);
    for (String text :
        List.of(
            secret,
            "Set it to " + secret + " and go on.",
            "first\n" + secret + "\nlast",
            Json.write(Json.of("JSON as a text\n" + secret + "\nlast")),
            "x".repeat(1001) + " \"" + secret + '"')) {
      CheckReport report = check(text);

      assertThat(report.countsByCode()).as(text).containsOnlyKeys("possible-secret");
      Finding finding = report.findings().get(0);
      assertThat(finding.path()).isEqualTo("messages[1].content");
      assertThat(finding.severity()).isEqualTo(Severity.WARNING);
      assertThat(finding.message()).startsWith("the text seems to hold " + kind + ";");
      if (!kind.equals("a private key")) {
        assertThat(report.toString()).doesNotContain(secret.substring(secret.length() - 12));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-short",
        "sk-xxxxxxxxxxxxxxxxxxxxxxxx",
        "sk-your-secret-key-goes-right-here",
        "desk-organisers-and-more-of-them-1234567",
        "task-specific-adapters-of-2026-and-before",
        "hf_",
        "hf_your_token_here",
        "half_AbCdEfGhIjKlMnOpQrStUvWxYz012345",
        "fw_version_of_the_year_2026",
        "sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
        "ghp_short1",
        "github_pat_",
        "glpat-abc123",
        "npm_config_registry_of_2026_in_a_script",
        "pypi-server",
        "xoxo, see you at 10 tonight in the old place",
        "AIza is how they begin",
        "AKIA",
        "AKIAIOSFODNN7EXAMPLE",
        "EURASIAN1234567890ABCD",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "AWS_SECRET_ACCESS_KEY is a variable",
        "AccountKey=secret",
        "SG. 12 and more",
        "eyJhbGciOiJIUzI1NiJ9 is the head of one",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----",
        "https://hooks.slack.com/services/ is where they are",
        "b7e23ec29af22b0b4e41da31e868d57226121c84"
      })
  void aTextThatOnlyLooksLikeOneIsNone(String text) {
    assertThat(check("So: " + text + ", and so on.").findings()).isEmpty();
  }

  @Test
  void eachPlaceOfATextIsLookedAt() {
    String row =
        "{'messages':[{'role':'user','content':[{'type':'text','text':'K'}]},{'role':'assistant',"
            + "'reasoning':'K','content':null,'tool_calls':[{'function':{'name':'f','arguments':'K'}}]}]}";
    String text = row.replace("K", "hf_" + RANDOM.substring(0, 34)).replace('\'', '"');

    assertThat(
            Dataset.of(FileSource.of("rows.jsonl", text.getBytes(StandardCharsets.UTF_8)))
                .check()
                .findings())
        .filteredOn(finding -> finding.code().equals("possible-secret"))
        .extracting(Finding::path)
        .containsExactly(
            "messages[0].content[0].text",
            "messages[1].reasoning",
            "messages[1].tool_calls[0].function.arguments");
  }
}
