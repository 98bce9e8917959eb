import java.util.ArrayList;
import java.util.List;

/** Keeps everything that it allocates. */
public class HeapExhaustion {
  public static int run() {
    List<byte[]> kept = new ArrayList<>();
    while (true) {
      kept.add(new byte[1 << 20]);
    }
  }
}
