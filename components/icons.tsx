// Small drawings. Each is decoration beside words or inside a named control, so all are hidden from screen readers.
import type { ReactNode } from 'react';

type IconProps = { size?: number };

const outline =
  (drawing: ReactNode) =>
  ({ size = 16 }: IconProps) => (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {drawing}
    </svg>
  );

export const PageIcon = outline(
  <>
    <path d="M3.5 2.5h9v11h-9z" />
    <path d="M6 5.5h4M6 8h4M6 10.5h2" />
  </>,
);
export const WaveIcon = outline(<path d="M2 7v2M5 4.5v7M8 2.5v11M11 5v6M14 7v2" />);
export const MicrophoneIcon = outline(
  <>
    <rect x="5.8" y="1.8" width="4.4" height="7.4" rx="2.2" />
    <path d="M3.3 7.2a4.7 4.7 0 0 0 9.4 0M8 11.9v2.3M5.8 14.2h4.4" />
  </>,
);
export const TabIcon = outline(
  <>
    <rect x="1.8" y="2.5" width="12.4" height="11" rx="1.4" />
    <path d="M1.8 5.5h12.4M5.7 9v1.2M8 7.8v3.6M10.3 9v1.2" />
  </>,
);
export const PauseIcon = outline(<path d="M5.5 3.5v9M10.5 3.5v9" strokeWidth="2" />);
export const StopIcon = outline(<rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor" />);
export const RecordIcon = outline(<circle cx="8" cy="8" r="4" fill="currentColor" />);
export const SettingsIcon = outline(
  <>
    <path d="M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6" />
    <circle cx="10" cy="4.5" r="1.9" />
    <circle cx="6" cy="11.5" r="1.9" />
  </>,
);
export const CopyIcon = outline(
  <>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
    <path d="M10.5 3.2V3A1.5 1.5 0 0 0 9 1.5H4A1.5 1.5 0 0 0 2.5 3v5A1.5 1.5 0 0 0 4 9.5h.2" />
  </>,
);
export const CheckIcon = outline(<path d="m3 8.5 3.3 3.3L13 4.8" />);
export const SkipIcon = outline(<path d="M3.5 8h9" />);
export const CloseIcon = outline(<path d="m4 4 8 8M12 4l-8 8" />);
export const RemoveIcon = outline(<path d="M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.7 6.8v4M9.3 6.8v4" />);
export const ChevronIcon = outline(<path d="m6 3.5 4.5 4.5L6 12.5" />);
export const OutsideIcon = outline(<path d="M6 3H3v10h10v-3M9 2.5h4.5V7M13 3 7.5 8.5" />);
export const WarningIcon = outline(
  <>
    <path d="M8 2.2 14.5 13.5h-13z" />
    <path d="M8 6.5v3.2M8 11.6v.1" />
  </>,
);
export const InfoIcon = outline(
  <>
    <circle cx="8" cy="8" r="6" />
    <path d="M8 7.4v3.4M8 5.1v.1" />
  </>,
);
export const EyeIcon = outline(
  <>
    <path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8Z" />
    <circle cx="8" cy="8" r="1.8" />
  </>,
);
export const EyeOffIcon = outline(
  <>
    <path d="M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8Z" />
    <path d="m3 13.5 10-11" />
  </>,
);
export const RetryIcon = outline(<path d="M13 8a5 5 0 1 1-1.6-3.7M13.3 1.8v3h-3" />);
export const UpIcon = outline(<path d="M8 12.5v-9M4.2 7.2 8 3.4l3.8 3.8" />);
export const DownIcon = outline(<path d="M8 3.5v9M4.2 8.8 8 12.6l3.8-3.8" />);
export const GripIcon = outline(<path d="M6 4v.01M10 4v.01M6 8v.01M10 8v.01M6 12v.01M10 12v.01" strokeWidth="2" />);
export const OpenIcon = outline(<path d="M9 2.5h4.5V7M13.3 2.7 9.3 6.7M7 13.5H2.5V9M2.7 13.3l4-4" />);
export const BackIcon = outline(<path d="M10 3.5 5.5 8l4.5 4.5" />);
export const DownloadIcon = outline(<path d="M8 2.5v8M4.7 7.4 8 10.7l3.3-3.3M2.5 13.5h11" />);
export const EditIcon = outline(
  <path d="m3 13 .6-2.9 7.2-7.2a1.4 1.4 0 0 1 2 0l.3.3a1.4 1.4 0 0 1 0 2l-7.2 7.2zM9.6 4.1l2.3 2.3" />,
);
export const HistoryIcon = outline(
  <>
    <path d="M2.6 6.2A5.8 5.8 0 1 1 2.2 8.6M2.2 2.8v3.6h3.6" />
    <path d="M8 5v3.2l2.2 1.4" />
  </>,
);
export const SearchIcon = outline(
  <>
    <circle cx="7" cy="7" r="4.3" />
    <path d="m10.3 10.3 3.4 3.4" />
  </>,
);
export const PlayIcon = outline(<path d="M5 3.2v9.6L12.6 8z" fill="currentColor" />);
