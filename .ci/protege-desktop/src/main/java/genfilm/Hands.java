// Hands for a Swing program: finds what a person would look for, and clicks and types there as a person would.
package genfilm;

import java.awt.*;
import java.awt.datatransfer.StringSelection;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.imageio.ImageIO;
import javax.swing.*;
import javax.swing.text.JTextComponent;

/** An agent of the Java machine: reads jobs from standard input, fields parted by tabs, and answers each in a line. */
public final class Hands {
    private static final long PATIENCE = 60_000;
    /** Milliseconds in which a dialog parses what it was given, before its button means that. */
    private static final int THOUGHT = 700;
    private final Robot robot;

    public static void premain(String arguments) throws Exception {
        PrintStream out = System.out;
        Thread hands = new Thread(() -> serve(out), "hands");
        hands.setDaemon(true);
        hands.start();
    }

    private static void serve(PrintStream out) {
        try {
            Hands hands = new Hands();
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String answer;
                try {
                    answer = "done\t" + hands.run(List.of(line.split("\t", -1)));
                } catch (Exception | AssertionError error) {
                    answer = "failed\t" + error;
                }
                out.println("hands\t" + answer.replace("\n", "\\n"));
                out.flush();
            }
        } catch (Exception error) {
            error.printStackTrace();
        }
    }

    private Hands() throws AWTException {
        robot = new Robot();
        robot.setAutoDelay(20);
    }

    private String run(List<String> job) throws Exception {
        String what = job.get(1);
        switch (job.get(0)) {
            case "window" -> await(what, () -> Eyes.window(what));
            case "gone" -> await("no " + what, () -> Eyes.window(what) == null ? Boolean.TRUE : null);
            case "menu" -> {
                for (String name : what.split(" > ")) {
                    click(place(what, () -> Eyes.component(JMenuItem.class, name)));
                }
            }
            case "tab" -> click(place(what, () -> Eyes.tab(what)));
            case "button" -> click(place(what, () -> Eyes.component(AbstractButton.class, what)));
            case "tree" -> click(place(what, () -> Eyes.treeRow(what)));
            case "list" -> click(place(what, () -> Eyes.listRow(what, job.size() > 2 ? job.get(2) : null)));
            case "field" -> again(what, () -> Eyes.bounds(Eyes.texts().get(Integer.parseInt(what))),
                () -> Eyes.texts().get(Integer.parseInt(what)).isFocusOwner());
            case "close" -> {
                Window dialog = await(what, Eyes::dialog);
                again(what, () -> Eyes.component(AbstractButton.class, what), () -> !dialog.isShowing());
            }
            case "click" -> click(new Rectangle(Integer.parseInt(what), Integer.parseInt(job.get(2)), 1, 1));
            case "choose" -> {
                await(what, () -> Eyes.choose(what));
                robot.delay(THOUGHT);
            }
            case "key" -> keys(what);
            case "paste" -> paste(what);
            case "size" -> SwingUtilities.invokeAndWait(() -> ((Frame) Eyes.window(what)).setBounds(0, 0,
                Integer.parseInt(job.get(2)), Integer.parseInt(job.get(3))));
            case "picture" -> picture(job);
            case "shown" -> await(what, () -> Eyes.shown().contains(what) ? Boolean.TRUE : null);
            case "rows" -> {
                return onEdt(Eyes::rows);
            }
            case "dump" -> {
                return onEdt(Eyes::shown);
            }
            default -> throw new IllegalArgumentException(job.get(0));
        }
        settle();
        return "";
    }

    private Rectangle place(String what, Callable<Rectangle> look) throws Exception {
        Rectangle found = await(what, look);
        robot.delay(60);
        return onEdtOr(look, found);
    }

    private <T> T await(String what, Callable<T> look) throws Exception {
        for (long end = System.currentTimeMillis() + PATIENCE; System.currentTimeMillis() < end; robot.delay(100)) {
            T found = onEdtOr(look, null);
            if (found != null) {
                return found;
            }
        }
        throw new IllegalStateException("not found: " + what);
    }

    private static <T> T onEdtOr(Callable<T> look, T other) throws Exception {
        try {
            T found = onEdt(look);
            return found == null ? other : found;
        } catch (java.util.concurrent.ExecutionException error) {
            return other;
        }
    }

    private static <T> T onEdt(Callable<T> look) throws Exception {
        FutureTask<T> task = new FutureTask<>(look);
        SwingUtilities.invokeLater(task);
        return task.get();
    }

    private void settle() throws Exception {
        robot.delay(80);
        onEdt(() -> null);
    }

    /** Clicks until it has had its effect: a machine with much to do may miss a click. */
    private void again(String what, Callable<Rectangle> look, Callable<Boolean> done) throws Exception {
        for (int i = 0; i < 20; i++) {
            click(place(what, look));
            for (int j = 0; j < 15; j++) {
                robot.delay(100);
                if (onEdtOr(done, false)) {
                    return;
                }
            }
        }
        throw new IllegalStateException("no effect: " + what);
    }

    private void click(Rectangle where) {
        robot.mouseMove(where.x + Math.min(where.width / 2, 60), where.y + where.height / 2);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    }

    private void keys(String names) throws Exception {
        List<Integer> codes = new ArrayList<>();
        for (String name : names.split(" ")) {
            codes.add(KeyEvent.class.getField("VK_" + name.toUpperCase()).getInt(null));
        }
        codes.forEach(robot::keyPress);
        for (int i = codes.size() - 1; i >= 0; i--) {
            robot.keyRelease(codes.get(i));
        }
    }

    /** In place of what stands in the field that has the focus. */
    private void paste(String text) throws Exception {
        StringSelection selection = new StringSelection(text);
        for (int i = 0; i < 10; i++) {
            Toolkit.getDefaultToolkit().getSystemClipboard().setContents(selection, selection);
            robot.delay(100);
            keys("control a");
            keys("control v");
            robot.delay(THOUGHT);
            if (onEdtOr(() -> KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner()
                instanceof JTextComponent field && field.getText().equals(text), false)) {
                return;
            }
        }
        throw new IllegalStateException("not pasted: " + text);
    }

    private void picture(List<String> job) throws Exception {
        robot.mouseMove(0, 899);
        robot.delay(1500);  // tooltips go, lists are painted
        Rectangle part = job.size() > 2
            ? new Rectangle(Integer.parseInt(job.get(2)), Integer.parseInt(job.get(3)), Integer.parseInt(job.get(4)),
                Integer.parseInt(job.get(5)))
            : new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
        ImageIO.write(small(robot.createScreenCapture(part)), "png", new File(job.get(1)));
    }

    /** The same picture in the 256 colours that it has most of. */
    private static BufferedImage small(BufferedImage image) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                counts.merge(image.getRGB(x, y), 1, Integer::sum);
            }
        }
        int[] colours = counts.keySet().stream()
            .sorted(Comparator.comparing((Integer colour) -> -counts.get(colour)).thenComparing(colour -> colour))
            .limit(256).mapToInt(colour -> colour).toArray();
        IndexColorModel model = new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage few = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED,
            model);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                few.setRGB(x, y, image.getRGB(x, y));
            }
        }
        return few;
    }
}
