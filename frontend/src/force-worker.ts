// Lays out many things beside the page, which can be read and moved about meanwhile.
import { spread, type Task } from "./force";

addEventListener("message", ({ data }: MessageEvent<Task>) => postMessage(spread(data)));
