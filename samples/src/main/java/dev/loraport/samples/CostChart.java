package dev.loraport.samples;

import dev.loraport.catalog.Cost;
import dev.loraport.catalog.Plan;
import dev.loraport.catalog.Ranking;
import dev.loraport.catalog.Traffic;
import dev.loraport.serving.ServingMode;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws what a month costs against the tokens of a day, for the best plans that have a price. */
final class CostChart {
  private static final int PLANS = 6;
  private static final double LEAST = 1e4;
  private static final double MOST = 1e10;
  private static final int POINTS = 25;
  private static final Pattern LONG_FRACTION = Pattern.compile("(\\.\\d)\\d+");

  private CostChart() {}

  /**
   * Writes the chart as SVG, over what is there.
   *
   * @throws IOException if no plan has a price, or the file can't be written
   */
  static void write(Ranking ranking, Path file) throws IOException {
    List<Plan> plans = drawn(ranking);
    if (plans.isEmpty()) {
      throw new IOException("no plan has a price");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    VectorGraphicsEncoder.saveVectorGraphic(chart(plans, ranking), out, VectorGraphicsFormat.SVG);
    Files.writeString(file, described(out.toString(StandardCharsets.UTF_8), plans, ranking));
  }

  private static XYChart chart(List<Plan> plans, Ranking ranking) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(560)
            .title("Cost of a month of serving, as of " + ranking.asOf())
            .xAxisTitle("tokens a day, read and written")
            .yAxisTitle("US dollars a month")
            .build();
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    chart.getStyler().setXAxisMax(MOST).setXAxisMin(LEAST);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    for (Plan plan : plans) {
      double[] tokens = new double[POINTS];
      double[] dollars = new double[POINTS];
      for (int i = 0; i < POINTS; i++) {
        tokens[i] = LEAST * Math.pow(MOST / LEAST, i / (POINTS - 1.0));
        dollars[i] = month(plan, ranking.traffic(), tokens[i]);
      }
      chart.addSeries(name(plan), tokens, dollars).setMarker(SeriesMarkers.NONE);
    }
    return chart;
  }

  // letters are drawn as shapes: a text for those who can't see them, and for searches; a tenth of
  // a pixel is enough and halves the file
  private static String described(String svg, List<Plan> plans, Ranking ranking) {
    StringBuilder text = new StringBuilder("<desc>");
    for (Plan plan : plans) {
      text.append(name(plan))
          .append(
              plan.mode() == ServingMode.SERVERLESS ? ": rises with the tokens. " : ": level. ");
    }
    text.append("As of ").append(ranking.asOf()).append("</desc>");
    int head = svg.indexOf('>', svg.indexOf("<svg")) + 1;
    return svg.substring(0, head)
        + '\n'
        + text
        + LONG_FRACTION.matcher(svg.substring(head)).replaceAll("$1");
  }

  /** The best plans, and of plans with the same line the first alone. */
  private static List<Plan> drawn(Ranking ranking) {
    List<Plan> drawn = new ArrayList<>();
    for (Plan plan : ranking.plans()) {
      boolean again =
          drawn.stream()
              .anyMatch(
                  other ->
                      other.mode() == plan.mode()
                          && other.servingMonth().equals(plan.servingMonth()));
      if (plan.servingMonth().isPresent() && !again && drawn.size() < PLANS) {
        drawn.add(plan);
      }
    }
    return drawn;
  }

  private static double month(Plan plan, Traffic traffic, double tokensPerDay) {
    double planned = plan.servingMonth().map(Cost::amount).orElseThrow().usd().doubleValue();
    if (plan.mode() == ServingMode.DEDICATED) {
      return planned;
    }
    double asked =
        (double) traffic.requestsPerDay() * (traffic.inputTokens() + traffic.outputTokens());
    return planned * tokensPerDay / asked;
  }

  private static String name(Plan plan) {
    String model = plan.model().substring(plan.model().lastIndexOf('/') + 1);
    return model
        + ", "
        + plan.provider()
        + (plan.mode() == ServingMode.SERVERLESS
            ? ""
            : ", " + plan.hardware().map(machine -> machine.id()).orElse("dedicated"));
  }
}
