/** Never ends, and does not listen to interrupts. */
public class EndlessLoop {
  private static long turns;

  public static void run() {
    while (true) {
      turns++;
    }
  }
}
