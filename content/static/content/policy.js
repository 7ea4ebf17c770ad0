// What a policy page does beyond reading: the contents follow.
import { application } from "../js/application.js";
import OutlineController from "./outline.js";

application.register("outline", OutlineController);
