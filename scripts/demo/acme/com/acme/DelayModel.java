package com.acme;

import dev.bifrost.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Do longer flights leave later? Compiled into a jar that stands on the pool's class path. */
public final class DelayModel {

  /** A straight line through the flights, and how well it fits. */
  public record Line(long flights, double minutesPer100Miles, double correlation) {}

  /** Fits the line. */
  @Workflow
  public Line fit(String file) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(file));
    double n = 0;
    double sumX = 0;
    double sumY = 0;
    double sumXX = 0;
    double sumXY = 0;
    double sumYY = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] columns = line.split(",");
      double y = Double.parseDouble(columns[0]);
      double x = Double.parseDouble(columns[1]);
      n++;
      sumX += x;
      sumY += y;
      sumXX += x * x;
      sumXY += x * y;
      sumYY += y * y;
    }
    double covariance = n * sumXY - sumX * sumY;
    double slope = covariance / (n * sumXX - sumX * sumX);
    double correlation =
        covariance / Math.sqrt((n * sumXX - sumX * sumX) * (n * sumYY - sumY * sumY));
    return new Line((long) n, rounded(100 * slope), rounded(correlation));
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}
