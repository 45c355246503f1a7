<?php
/**
 * Transitions: submit, return, approve, schedule, publish, take down, bin.
 *
 * @package Stet
 */

namespace Stet;

defined( 'ABSPATH' ) || exit;

/**
 * Moves articles from state to state, each in one unit, for the very version and content that was read.
 */
final class Workflow {
	const PUBLISH_EVENT = 'stet_publish_working';
	const AHEAD_MIN_S   = 60;

	/** What may follow what. */
	const FOLLOWERS = array(
		'draft'       => array( 'submitted', 'binned' ),
		'returned'    => array( 'submitted', 'binned' ),
		'submitted'   => array( 'returned', 'approved', 'binned' ),
		'approved'    => array( 'returned', 'scheduled', 'published', 'binned' ),
		'scheduled'   => array( 'approved', 'published', 'binned' ),
		'published'   => array( 'submitted', 'unpublished' ),
		'unpublished' => array( 'submitted', 'binned' ),
		'binned'      => array( 'draft' ),
	);

	/**
	 * Whether a transition is under way, so that the change of status is ours.
	 *
	 * @var bool
	 */
	private static $moving = false;

	/**
	 * Hooks.
	 */
	public static function start() {
		add_action( 'rest_api_init', array( self::class, 'routes' ) );
		add_action( self::PUBLISH_EVENT, array( self::class, 'publish_due' ) );
	}

	/**
	 * Whether a transition is under way.
	 *
	 * @return bool
	 */
	public static function is_moving() {
		return self::$moving;
	}

	/**
	 * Action rest_api_init.
	 */
	public static function routes() {
		register_rest_route(
			REST,
			'/posts/(?P<id>\d+)/transitions',
			array(
				'methods'             => 'POST',
				'permission_callback' => array( self::class, 'may_move' ),
				'callback'            => array( self::class, 'move' ),
				'args'                => array(
					'to'     => array(
						'type'     => 'string',
						'enum'     => array( 'draft', 'submitted', 'returned', 'approved', 'scheduled', 'published', 'unpublished', 'binned' ),
						'required' => true,
					),
					'hash'   => array(
						'type'    => 'string',
						'pattern' => Fields::HASH,
						'default' => '',
					),
					'at'     => array(
						'type'    => 'string',
						'default' => '',
					),
					'reason' => array(
						'type'      => 'string',
						'maxLength' => 5000,
						'default'   => '',
					),
				),
			)
		);
	}

	/**
	 * Whether the present user approves articles.
	 *
	 * @param int $id The post.
	 * @return bool
	 */
	public static function may_approve( $id ) {
		return current_user_can( 'edit_others_posts' ) && current_user_can( 'edit_post', $id );
	}

	/**
	 * Who may do what.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return true|\WP_Error
	 */
	public static function may_move( $request ) {
		$id  = (int) $request['id'];
		$may = Articles::may_write( $request );
		if ( true !== $may ) {
			return $may;
		}
		switch ( $request['to'] ) {
			case 'submitted':
				return true;
			case 'scheduled':
			case 'published':
				$may = current_user_can( 'edit_post', $id ) && current_user_can( 'publish_post', $id );
				break;
			case 'unpublished':
				$may = current_user_can( 'edit_post', $id ) && current_user_can( 'publish_posts' );
				break;
			case 'draft':
			case 'binned':
				// Contributors bin their drafts by WordPress's own means; once handed in, a story is the desk's.
				$may = current_user_can( 'delete_post', $id ) && current_user_can( 'edit_others_posts' );
				break;
			case 'approved':
				// Off its hour: by who may put it on, too.
				$may = self::may_approve( $id ) || ( 'scheduled' === Articles::state( $id ) && current_user_can( 'publish_post', $id ) );
				break;
			default:
				$may = self::may_approve( $id );
		}
		return $may ? true : Articles::forbidden();
	}

	/**
	 * The refusal of a transition about another content.
	 *
	 * @param int $id The post.
	 * @return \WP_Error
	 */
	public static function other_hash( $id ) {
		return Versions::conflict( $id, 'stet_other_hash', __( 'The article on the site is not the one that you read.', 'stet' ) );
	}

	/**
	 * POST /posts/{id}/transitions.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 */
	public static function move( $request ) {
		$id      = (int) $request['id'];
		$to      = $request['to'];
		$hash    = (string) $request['hash'];
		$refusal = self::check( $id, $to, $hash );
		if ( is_wp_error( $refusal ) ) {
			return $refusal;
		}
		$at = 'scheduled' === $to ? self::read_time( $request['at'] ) : 0;
		if ( is_wp_error( $at ) ) {
			return $at;
		}
		self::$moving = true;
		$done         = self::carry_out( $id, $to, $hash, $at );
		self::$moving = false;
		if ( is_wp_error( $done ) ) {
			return $done;
		}
		Review::note_transition( $id, 'approved' === $to ? $hash : '', (string) $request['reason'] );
		clean_post_cache( $id );
		if ( Articles::state( $id ) !== $to ) {
			return new \WP_Error( 'stet_not_moved', __( 'WordPress did not take the article to that state. Nothing was changed.', 'stet' ), array( 'status' => 500 ) );
		}
		return Articles::answer( $id );
	}

	/**
	 * Whether that is the right content, and whether the state allows it.
	 *
	 * @param int    $id   The post.
	 * @param string $to   The state wanted.
	 * @param string $hash The content that is meant.
	 * @return true|\WP_Error
	 */
	private static function check( $id, $to, $hash ) {
		$binds = in_array( $to, array( 'approved', 'scheduled', 'published' ), true );
		if ( $binds && '' === $hash ) {
			return new \WP_Error( 'stet_hash_required', __( 'The request does not say which content it is about (hash).', 'stet' ), array( 'status' => 422 ) );
		}
		if ( '' !== $hash && Articles::hash( $id ) !== $hash ) {
			return self::other_hash( $id );
		}
		$from = Articles::state( $id );
		$live = 'publish' === get_post_status( $id );
		$may  = in_array( $to, self::FOLLOWERS[ $from ], true ) || ( 'unpublished' === $to && $live );
		if ( $may && ! ( 'binned' === $to && $live ) ) {
			return true;
		}
		return new \WP_Error(
			'stet_state',
			/* translators: 1: the article's state. 2: the state wanted. */
			sprintf( __( 'An article that is %1$s cannot become %2$s.', 'stet' ), $from, $to ),
			array(
				'status' => 409,
				'state'  => $from,
			)
		);
	}

	/**
	 * Reads a time. One without an offset is the site's.
	 *
	 * @param string $text RFC 3339.
	 * @return int|\WP_Error
	 */
	private static function read_time( $text ) {
		$pattern = '/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i';
		$time    = preg_match( $pattern, $text ) ? date_create_immutable( $text, wp_timezone() ) : false;
		if ( ! $time ) {
			return new \WP_Error( 'stet_invalid_field', __( 'Say when it is to be published, as in 2026-11-24T18:30:00Z.', 'stet' ), array( 'status' => 400, 'field' => 'at' ) );
		}
		if ( $time->getTimestamp() < time() + self::AHEAD_MIN_S ) {
			return new \WP_Error( 'stet_too_soon', __( 'The time is less than a minute ahead. WordPress would publish at once.', 'stet' ), array( 'status' => 422, 'field' => 'at' ) );
		}
		return $time->getTimestamp();
	}

	/**
	 * Does it.
	 *
	 * @param int    $id   The post.
	 * @param string $to   The state.
	 * @param string $hash The content.
	 * @param int    $at   For what is scheduled: when.
	 * @return true|\WP_Error
	 */
	private static function carry_out( $id, $to, $hash, $at ) {
		$live = 'publish' === get_post_status( $id );
		switch ( $to ) {
			case 'published':
				return self::publish( $id );
			case 'unpublished':
				Articles::set_state( $id, 'unpublished' );
				return Articles::apply( $id, array( 'post_status' => 'draft' ) );
			case 'draft':
				return self::take_out( $id );
			case 'binned':
				return wp_trash_post( $id ) ? true : new \WP_Error( 'stet_not_moved', __( 'WordPress did not bin the article.', 'stet' ), array( 'status' => 500 ) );
			case 'scheduled':
				Articles::set_state( $id, 'scheduled', $hash, $at );
				if ( $live ) {
					wp_schedule_single_event( $at, self::PUBLISH_EVENT, array( $id ) );
					return true;
				}
				return self::set_status( $id, 'future', $at );
			case 'returned':
				Articles::set_state( $id, 'returned' );
				return $live ? true : self::set_status( $id, 'draft' );
			default:
				Articles::set_state( $id, $to, $hash );
				if ( $live && ! Articles::working( $id ) ) {
					// The working version begins as what is live.
					Articles::keep_working( $id, Articles::content( get_post( $id ) ) );
				}
				return $live ? true : self::set_status( $id, 'pending' );
		}
	}

	/**
	 * Takes a post out of the bin. The text is not filtered again.
	 *
	 * @param int $id The post.
	 * @return true|\WP_Error
	 */
	private static function take_out( $id ) {
		kses_remove_filters();
		$post = wp_untrash_post( $id );
		kses_init();
		if ( ! $post ) {
			return new \WP_Error( 'stet_not_moved', __( 'WordPress did not take the article out of the bin.', 'stet' ), array( 'status' => 500 ) );
		}
		Articles::set_state( $id, 'draft' );
		// A site may have it come back as it was before the bin.
		return 'draft' === get_post_status( $id ) ? true : self::set_status( $id, 'draft' );
	}

	/**
	 * Gives a post another status, and perhaps a time. The text is not filtered again.
	 *
	 * @param int    $id     The post.
	 * @param string $status The status.
	 * @param int    $at     The time, or 0.
	 * @return true|\WP_Error
	 */
	private static function set_status( $id, $status, $at = 0 ) {
		$fields = array(
			'ID'          => $id,
			'post_status' => $status,
		);
		if ( $at ) {
			$fields += array(
				'post_date'     => wp_date( 'Y-m-d H:i:s', $at ),
				'post_date_gmt' => gmdate( 'Y-m-d H:i:s', $at ),
				'edit_date'     => true,
			);
		}
		// WordPress drops the slug of a contributor's pending article; it is the article's all the same.
		$fields['post_name'] = get_post( $id )->post_name;
		kses_remove_filters();
		$result = wp_update_post( wp_slash( $fields ), true );
		kses_init();
		return is_wp_error( $result ) ? $result : true;
	}

	/**
	 * Makes the page live, or puts the working version in its place.
	 *
	 * @param int $id The post.
	 * @return true|\WP_Error
	 */
	private static function publish( $id ) {
		Articles::set_state( $id, 'published' );
		if ( 'publish' === get_post_status( $id ) ) {
			return Articles::apply( $id, array() );
		}
		$post = get_post( $id );
		// What was to come later comes now.
		$ahead = strtotime( $post->post_date_gmt . ' UTC' ) > time();
		return self::set_status( $id, 'publish', $ahead ? time() : 0 );
	}

	/**
	 * Event stet_publish_working: the hour of a working version has come.
	 *
	 * @param int $id The post.
	 */
	public static function publish_due( $id ) {
		if ( ! Lock::take( 'post-' . $id ) ) {
			wp_schedule_single_event( time() + MINUTE_IN_SECONDS, self::PUBLISH_EVENT, array( (int) $id ) );
			return;
		}
		clean_post_cache( $id );
		if ( 'publish' === get_post_status( $id ) && 'scheduled' === Articles::state( $id ) && (int) get_post_meta( $id, '_stet_state_at', true ) <= time() ) {
			self::$moving = true;
			self::publish( $id );
			self::$moving = false;
		}
	}
}
